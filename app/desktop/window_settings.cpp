#include "app/desktop/window_settings.h"

#include "ui/window_place.h"

namespace portcullis::desktop {

namespace {

const QString kTheme = QStringLiteral("window/theme");
const QString kFilters = QStringLiteral("audit/filters");
const QString kGeometry = QStringLiteral("window/geometry");

} // namespace

WindowSettings::WindowSettings(const QString& file)
    : m_settings(file, QSettings::IniFormat)
{}

ui::ThemeChoice WindowSettings::theme() const
{
    const QString name = m_settings.value(kTheme).toString();
    if (name == QStringLiteral("light")) {
        return ui::ThemeChoice::Light;
    }
    return name == QStringLiteral("dark") ? ui::ThemeChoice::Dark : ui::ThemeChoice::System;
}

void WindowSettings::setTheme(ui::ThemeChoice choice)
{
    switch (choice) {
    case ui::ThemeChoice::Light:
        m_settings.setValue(kTheme, QStringLiteral("light"));
        break;
    case ui::ThemeChoice::Dark:
        m_settings.setValue(kTheme, QStringLiteral("dark"));
        break;
    case ui::ThemeChoice::System:
        m_settings.remove(kTheme);
        break;
    }
}

QString WindowSettings::filters() const
{
    return m_settings.value(kFilters).toString();
}

void WindowSettings::setFilters(const QString& text)
{
    m_settings.setValue(kFilters, text);
}

void WindowSettings::restore(ui::MainWindow& window) const
{
    const bool restored = window.restoreGeometry(m_settings.value(kGeometry).toByteArray());
    if (restored && !window.isMaximized() && !window.isFullScreen()) {
        ui::keepOnScreen(window); // the screen may have become a smaller one
    }
}

void WindowSettings::remember(const ui::MainWindow& window)
{
    m_settings.setValue(kGeometry, window.saveGeometry());
}

} // namespace portcullis::desktop
