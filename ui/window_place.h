#pragma once

#include <QRect>

class QWidget;

// Keeps windows where people can see and reach all of them.
namespace portcullis::ui {

// A window's contents of about `wanted`, shrunk and moved into the part of a screen that panels
// leave free, with room for the frame around them.
[[nodiscard]] QRect placeWithin(const QRect& wanted, const QRect& available);

// Shrinks and moves a window into the screen that it is on. GUI thread.
void keepOnScreen(QWidget& window);

} // namespace portcullis::ui
