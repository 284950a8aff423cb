#pragma once

#include "tests/ui/fake_gateway_client.h"
#include "tests/ui/samples.h"
#include "ui/gateway_bridge.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <memory>

// What the tests of the window share.
namespace portcullis::test {

// A window over a fake gateway, shown and filled.
struct Window
{
    explicit Window(void (*fill)(FakeGatewayClient&) = fillWithSamples, ui::WindowAids aids = {})
    {
        fill(client);
        bridge = std::make_unique<ui::GatewayBridge>(client);
        window = std::make_unique<ui::MainWindow>(*bridge, clock, std::move(aids));
        window->resize(1320, 820); // whatever the screen of the test is like
        window->show();
        settle();
    }

    // Lets queued answers and layouts happen.
    static void settle()
    {
        for (int i = 0; i < 8; ++i) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
    }

    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return window->findChild<Widget*>(QString::fromLatin1(name));
    }

    FixedClock clock;
    FakeGatewayClient client;
    std::unique_ptr<ui::GatewayBridge> bridge;
    std::unique_ptr<ui::MainWindow> window;
};

// The visible dialog of this object name, or null.
[[nodiscard]] inline QDialog* openDialog(const char* name)
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (widget->isVisible() && widget->objectName() == QLatin1String(name)) {
            return qobject_cast<QDialog*>(widget);
        }
    }
    return nullptr;
}

// The visible button with this text below a widget, or null.
[[nodiscard]] inline QPushButton* button(const QWidget* root, const QString& text)
{
    for (QPushButton* candidate : root->findChildren<QPushButton*>()) {
        QString label = candidate->text();
        if (label.remove(QLatin1Char('&')) == text && candidate->isVisible()) {
            return candidate;
        }
    }
    return nullptr;
}

inline void click(QPushButton* button)
{
    QVERIFY(button != nullptr);
    QVERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    Window::settle();
}

// A key for the window, as if it were the one in front.
inline void press(QWidget* window, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window));
    QTest::keyClick(window, key, modifiers);
    Window::settle();
}

inline void type(QLineEdit* field, const QString& text)
{
    QVERIFY(field != nullptr);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

} // namespace portcullis::test
