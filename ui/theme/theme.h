#pragma once

#include <QColor>
#include <QString>

#include <cstdint>

class QApplication;
class QFont;
class QPalette;

// How Portcullis looks: colours for light and dark, the style sheet made of them, sizes of type.
// GUI thread only. The application's palette is the one place that remembers the current scheme.
namespace portcullis::ui {

enum class Scheme : std::uint8_t
{
    Light,
    Dark
};

// What a colour says.
enum class Tone : std::uint8_t
{
    Neutral,
    Info,
    Good,
    Warn,
    Bad
};

struct Colors
{
    QColor window;
    QColor sidebar;
    QColor surface; // cards, tables, fields
    QColor hover;
    QColor border;
    QColor strongBorder; // of things that can be operated
    QColor text;
    QColor muted;
    QColor accent;
    QColor accentHover;
    QColor accentText; // on accent
    QColor selection;
    QColor info;
    QColor good;
    QColor warn;
    QColor bad;
};

// All spacing is a multiple of this many pixels.
inline constexpr int kGrid = 8;

[[nodiscard]] Colors colorsOf(Scheme scheme);
[[nodiscard]] QColor toneColor(const Colors& colors, Tone tone);
// A tint of a tone, to lie under text.
[[nodiscard]] QColor softColor(const Colors& colors, Tone tone);

[[nodiscard]] Scheme schemeOf(const QPalette& palette);
[[nodiscard]] Colors currentColors();

void applyTheme(QApplication& application, Scheme scheme);

// The application's font, larger by `factor`; `weight` as QFont::Weight.
[[nodiscard]] QFont scaledFont(double factor, int weight);
[[nodiscard]] QFont monospaceFont();

} // namespace portcullis::ui
