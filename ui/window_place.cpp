#include "ui/window_place.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace portcullis::ui {

namespace {

// What a window manager draws around the contents is known only once they are on the screen.
constexpr int kTitleBar = 40;
constexpr int kEdge = 8;

int within(int wanted, int length, int first, int last)
{
    return std::clamp(wanted, first, std::max(first, last - length + 1));
}

} // namespace

QRect placeWithin(const QRect& wanted, const QRect& available)
{
    const QRect inner = available.adjusted(kEdge, kTitleBar, -kEdge, -kEdge);
    const QSize size = wanted.size().boundedTo(inner.size());
    return {QPoint(within(wanted.left(), size.width(), inner.left(), inner.right()),
                   within(wanted.top(), size.height(), inner.top(), inner.bottom())),
            size};
}

void resizeWithinScreen(QWidget& window, const QSize& wanted)
{
    const QRect available = window.screen()->availableGeometry();
    window.resize(placeWithin(QRect(available.topLeft(), wanted), available).size());
}

void keepOnScreen(QWidget& window)
{
    const QScreen* under = QGuiApplication::screenAt(window.geometry().center());
    const QScreen* screen = under != nullptr ? under : window.screen();
    if (screen != nullptr) {
        window.setGeometry(placeWithin(window.geometry(), screen->availableGeometry()));
    }
}

} // namespace portcullis::ui
