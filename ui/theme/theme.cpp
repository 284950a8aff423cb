#include "ui/theme/theme.h"

#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QFont>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>

void initPortcullisResources()
{
    Q_INIT_RESOURCE(portcullis);
}

namespace portcullis::ui {

namespace {

Colors lightColors()
{
    return {
        .window = QColor(0xf5f6f9),
        .sidebar = QColor(0xebeef3),
        .surface = QColor(0xffffff),
        .hover = QColor(0xf0f3f8),
        .border = QColor(0xe0e4eb),
        .strongBorder = QColor(0xbfc7d3),
        .text = QColor(0x161d29),
        .muted = QColor(0x566273),
        .accent = QColor(0x2c5bd6),
        .accentHover = QColor(0x2450c2),
        .accentText = QColor(0xffffff),
        .selection = QColor(0xe1e9fc),
        .info = QColor(0x2c5bd6),
        .good = QColor(0x15794d),
        .warn = QColor(0x9a5b00),
        .bad = QColor(0xc0302a),
    };
}

Colors darkColors()
{
    return {
        .window = QColor(0x12161d),
        .sidebar = QColor(0x0d1116),
        .surface = QColor(0x1a202a),
        .hover = QColor(0x222a36),
        .border = QColor(0x2a3341),
        .strongBorder = QColor(0x465265),
        .text = QColor(0xe7ecf4),
        .muted = QColor(0x9aa7b8),
        .accent = QColor(0x7ba3ff),
        .accentHover = QColor(0x94b5ff),
        .accentText = QColor(0x0b1220),
        .selection = QColor(0x263656),
        .info = QColor(0x7ba3ff),
        .good = QColor(0x4fc58c),
        .warn = QColor(0xe3b04b),
        .bad = QColor(0xff7d75),
    };
}

QPalette paletteOf(const Colors& colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.window);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.surface);
    palette.setColor(QPalette::AlternateBase, colors.hover);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::Button, colors.surface);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.bad);
    palette.setColor(QPalette::ToolTipBase, colors.text);
    palette.setColor(QPalette::ToolTipText, colors.surface);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.accentText);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Mid, colors.border);
    palette.setColor(QPalette::Midlight, colors.hover);
    palette.setColor(QPalette::Light, colors.surface);
    palette.setColor(QPalette::Dark, colors.strongBorder);
    palette.setColor(QPalette::Shadow, QColor(Qt::black));
    for (const auto role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, colors.muted);
    }
    return palette;
}

} // namespace

Colors colorsOf(Scheme scheme)
{
    return scheme == Scheme::Dark ? darkColors() : lightColors();
}

QColor toneColor(const Colors& colors, Tone tone)
{
    switch (tone) {
    case Tone::Info:
        return colors.info;
    case Tone::Good:
        return colors.good;
    case Tone::Warn:
        return colors.warn;
    case Tone::Bad:
        return colors.bad;
    case Tone::Neutral:
        break;
    }
    return colors.muted;
}

QColor softColor(const Colors& colors, Tone tone)
{
    const QColor strong = toneColor(colors, tone);
    const auto mix = [](int top, int ground) { return (top * 11 + ground * 89) / 100; };
    return {mix(strong.red(), colors.surface.red()),
            mix(strong.green(), colors.surface.green()),
            mix(strong.blue(), colors.surface.blue())};
}

Scheme schemeOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

Colors currentColors()
{
    return colorsOf(schemeOf(QApplication::palette()));
}

void applyTheme(QApplication& application, Scheme scheme)
{
    initPortcullisResources();
    const Colors colors = colorsOf(scheme);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(colors));
    application.setStyleSheet(styleSheet(colors, scheme, QApplication::font().pointSizeF()));
}

QFont scaledFont(double factor, int weight)
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

QFont monospaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(QApplication::font().pointSizeF());
    return font;
}

} // namespace portcullis::ui
