#pragma once

#include "gateway/api/config_change.h"

#include <QStringList>

#include <functional>

class QObject;
class QWidget;

// Rights are not widened by accident: what a change comes to is shown before it is made.
namespace portcullis::ui {

class GatewayBridge;

// Works out what keys gain by a change, with the tools that servers have now, and tells it: a
// sentence a key, of many only the first; none when nothing is gained, the change is refused anyway
// or the window has no advisor. At once or later, on the GUI thread; never when `context` is gone
// by then.
void findWiderRights(GatewayBridge& bridge,
                     QObject* context,
                     const api::ConfigChange& change,
                     std::function<void(const QStringList&)> told);

// Makes the change by `save`, after a question where keys gain by it. `decided` runs in either
// case, before the question: what was disabled meanwhile can be enabled again.
void confirmWider(QWidget* parent,
                  GatewayBridge& bridge,
                  const api::ConfigChange& change,
                  std::function<void()> save,
                  std::function<void()> decided = {});

} // namespace portcullis::ui
