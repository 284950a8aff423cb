#pragma once

#include "ui/main_window.h"

#include <QSettings>

namespace portcullis::desktop {

// What the window remembers between starts: its place and the chosen theme. Nothing of the gateway.
// Owner: runDesktop(). GUI thread. A file that cannot be written is no error: defaults then.
class WindowSettings final
{
public:
    explicit WindowSettings(const QString& file);

    [[nodiscard]] ui::ThemeChoice theme() const;
    void setTheme(ui::ThemeChoice choice);
    void restore(ui::MainWindow& window) const;
    void remember(const ui::MainWindow& window);

private:
    QSettings m_settings;
};

} // namespace portcullis::desktop
