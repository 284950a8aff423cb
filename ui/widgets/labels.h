#pragma once

#include "ui/theme/icons.h"

#include <QString>

class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;
class QWidget;

// Small factories, so that every page has the same type, spacing and buttons. GUI thread; the
// parent's layout owns what they return.
namespace portcullis::ui {

enum class TextRole
{
    Title,
    Heading,
    Subheading,
    Body,
    Muted,
    Caption,
    Figure, // a large number
    Error
};

// Plain text (never rich: texts of servers are foreign). All but titles and figures wrap.
[[nodiscard]] QLabel* makeLabel(TextRole role, const QString& text = {});
// The same on one line, cut where the room ends.
[[nodiscard]] QLabel* makeElidedLabel(TextRole role, const QString& text = {});
// Makes a wrapping label give way to others, even where one of its words is wider than the room.
void letShrink(QLabel* label);
[[nodiscard]] QLabel* makeIconLabel(const char* iconName, Tint tint, int size = 20);

enum class ButtonKind
{
    Normal,
    Primary,
    Danger,  // leads to something destructive, after a question
    Destroy, // does it
    Quiet,
    Link // leads to another page
};

[[nodiscard]] QPushButton*
makeButton(ButtonKind kind, const QString& text, const char* iconName = nullptr);

// A white panel with a border; its layout is a QVBoxLayout with the usual margins.
[[nodiscard]] QFrame* makeCard();
[[nodiscard]] QVBoxLayout* cardLayout(QFrame* card);
[[nodiscard]] QFrame* makeLine();

// Name and description for screen readers.
void nameForAccessibility(QWidget* widget, const QString& name, const QString& description = {});

} // namespace portcullis::ui
