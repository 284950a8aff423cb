#pragma once

#include <QString>

#include <cstdint>
#include <functional>

class QWidget;

namespace portcullis::ui {

enum class Weight : std::uint8_t
{
    Destroys, // something is lost; the button says so by its colour
    Harmless
};

// A question before something that cannot be undone.
struct Question
{
    QString title;       // "Remove the server “Files”?"
    QString consequence; // what will be lost
    QString action;      // "Remove", on the button that does it
    Weight weight = Weight::Destroys;
};

// Asks without blocking; `yes` runs only when the person says so. Cancel is the default.
void confirm(QWidget* parent, const Question& question, std::function<void()> yes);

} // namespace portcullis::ui
