#pragma once

#include "ui/main_window.h"

#include <QSettings>

namespace portcullis::desktop {

// What the window remembers between starts: its place, the chosen theme, saved filters. Nothing of
// the gateway.
// Owner: runDesktop(). GUI thread. A file that cannot be written is no error: defaults then.
class WindowSettings final
{
public:
    explicit WindowSettings(const QString& file);

    [[nodiscard]] ui::ThemeChoice theme() const;
    void setTheme(ui::ThemeChoice choice);
    // Saved filters of the audit page, as the window wrote them.
    [[nodiscard]] QString filters() const;
    void setFilters(const QString& text);
    void restore(ui::MainWindow& window) const;
    void remember(const ui::MainWindow& window);

private:
    QSettings m_settings;
};

} // namespace portcullis::desktop
