#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QString>

#include <cstdint>

// Portcullis's own icons, drawn in the colours of the current theme at the moment they are painted,
// so that a change of theme needs no new icons.
namespace portcullis::ui {

enum class Tint : std::uint8_t
{
    Text,
    Muted,
    Accent,
    OnAccent,   // on a button filled with the accent
    Navigation, // muted, in the accent's colour when selected
    Info,
    Good,
    Warn,
    Bad
};

// `name` is that of a file in resources/icons, without its ending.
[[nodiscard]] QIcon icon(const char* name, Tint tint = Tint::Text);
[[nodiscard]] Tint tintOf(Tone tone);
[[nodiscard]] QIcon toneIcon(const char* name, Tone tone);
// A filled circle that shows a state.
[[nodiscard]] QIcon dotIcon(Tone tone);
// The mark of the application, in its own colours.
[[nodiscard]] QIcon applicationIcon();

} // namespace portcullis::ui
