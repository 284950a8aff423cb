#include "app/desktop/single_instance.h"
#include "app/desktop/window_settings.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/ui_test.h"

#include <QScreen>
#include <QSignalSpy>

using namespace portcullis;
using namespace portcullis::test;

// What the window remembers, and that there is one of it.
class DesktopWindowTest final : public QObject
{
    Q_OBJECT

private slots:

    void init()
    {
        m_folder = std::make_unique<TempFolder>();
        qputenv("XDG_RUNTIME_DIR", QByteArray::fromStdString(m_folder->path().string()));
    }

    void savedPlaceIsBroughtOntoASmallerScreen()
    {
        const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
        {
            Window w;
            w.window->setGeometry(3000, 1500, 2500, 1400); // of another, larger screen
            Window::settle();
            desktop::WindowSettings(settingsFile()).remember(*w.window);
        }
        Window w;
        desktop::WindowSettings(settingsFile()).restore(*w.window);
        QVERIFY(screen.contains(w.window->geometry()));
        QVERIFY(w.window->geometry().top() > screen.top());
    }

    void savedPlaceThatFitsIsKept()
    {
        const QRect place(150, 70, 1000, 610);
        {
            Window w;
            w.window->setGeometry(place);
            Window::settle();
            desktop::WindowSettings(settingsFile()).remember(*w.window);
        }
        Window w;
        desktop::WindowSettings(settingsFile()).restore(*w.window);
        QCOMPARE(w.window->geometry(), place);
    }

    void savedFiltersAreRemembered()
    {
        const QString text = QStringLiteral(R"([{"name":"Häufig; 50 %","part":"calls"}])");
        desktop::WindowSettings(settingsFile()).setFilters(text);
        QCOMPARE(desktop::WindowSettings(settingsFile()).filters(), text);
    }

    void themeIsRemembered()
    {
        for (const auto choice :
             {ui::ThemeChoice::Dark, ui::ThemeChoice::Light, ui::ThemeChoice::System}) {
            desktop::WindowSettings(settingsFile()).setTheme(choice);
            QCOMPARE(desktop::WindowSettings(settingsFile()).theme(), choice);
        }
    }

    void secondStartRaisesTheFirst()
    {
        const std::filesystem::path data = m_folder->file("data");
        desktop::SingleInstance first(data);
        QVERIFY(first.claim());
        const QSignalSpy raised(&first, &desktop::SingleInstance::raiseRequested);
        desktop::SingleInstance second(data);
        QVERIFY(!second.claim());
        QCOMPARE(second.holder(), desktop::holderOfProcess(::getpid()));
        QVERIFY(second.raiseOther());
        QTRY_COMPARE(raised.count(), 1);
        desktop::SingleInstance elsewhere(m_folder->file("other"));
        QVERIFY(elsewhere.claim());
    }

private:
    [[nodiscard]] QString settingsFile() const
    {
        return QString::fromStdString(m_folder->file("window.ini").string());
    }

    std::unique_ptr<TempFolder> m_folder;
};

QTEST_MAIN(DesktopWindowTest)
#include "window_test.moc"
