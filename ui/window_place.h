#pragma once

#include <QRect>
#include <QSize>

class QWidget;

// Keeps windows where people can see and reach all of them.
namespace portcullis::ui {

// A window's contents of about `wanted`, shrunk and moved into the part of a screen that panels
// leave free, with room for the frame around them.
[[nodiscard]] QRect placeWithin(const QRect& wanted, const QRect& available);

// Makes a window that is yet to be shown this large, or as large as its screen allows. GUI thread.
void resizeWithinScreen(QWidget& window, const QSize& wanted);

// Shrinks and moves a window into the screen that it is on. GUI thread.
void keepOnScreen(QWidget& window);

} // namespace portcullis::ui
