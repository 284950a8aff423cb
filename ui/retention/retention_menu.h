#pragma once

#include "gateway/api/retention.h"

#include <QMenu>

#include <functional>

class QDialog;

namespace portcullis::ui {

class GatewayBridge;

// The ways to what stays in the log and what goes. Owner: AuditPage. GUI thread.
class RetentionMenu final : public QMenu
{
    Q_OBJECT

public:
    // `shown`: which records the page shows, with which a hold or an erasure begins.
    RetentionMenu(GatewayBridge& bridge, std::function<api::RecordFilter()> shown, QWidget* parent);

    // The same for some records.
    void hold(const api::RecordFilter& records);
    void erase(const api::RecordFilter& records);

signals:
    // A dialog over the parent, to be opened.
    void wanted(QDialog* dialog);

private:
    QAction* add(const char* name, const char* iconName, const QString& text);

    GatewayBridge& m_bridge;
    std::function<api::RecordFilter()> m_shown;
};

} // namespace portcullis::ui
