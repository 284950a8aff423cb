#pragma once

#include <QString>

#include <string>

class QPlainTextEdit;

namespace portcullis::ui {

class Form;
class FormRow;

// Why somebody does something to the log, which takes nothing without a reason. Owner of the
// widgets: the form. GUI thread.
class ReasonField
{
public:
    // Adds itself to the form.
    ReasonField(Form& form, const QString& hint);

    // Whether there is one that the log takes whole; otherwise it says what is wrong.
    [[nodiscard]] bool check();
    [[nodiscard]] std::string text() const;

    [[nodiscard]] QPlainTextEdit* field() const { return m_field; }

private:
    QPlainTextEdit* m_field;
    FormRow* m_row;
};

} // namespace portcullis::ui
