#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace portcullis::ui {

// One field with its label above, its hint below and, while something is wrong with it, a sentence
// about that. The label is the field's buddy and gives it its accessible name. Owner: its Form.
// GUI thread.
class FormRow final : public QWidget
{
    Q_OBJECT

public:
    // Without a label the field names itself.
    FormRow(const QString& label, QWidget* field, const QString& hint);

    // Marks the field; an empty text takes the mark away.
    void showProblem(const QString& text);
    void focusField();

    enum class Locked
    {
        Whole, // the field is disabled
        Partly // it is only said
    };

    // Says with a lock that somebody else has decided; for as long as the row is there.
    void showLock(const QString& text, const QString& toolTip, Locked how);

    [[nodiscard]] QString problem() const;

private:
    [[nodiscard]] QWidget* target() const; // what takes the keyboard
    void mark(QWidget& widget, const QString& text) const;

    QWidget* m_field;
    QLabel* m_problem;
    QPointer<QWidget> m_marked;
    QString m_hint;
};

// Fields below each other. Owner: its dialog. GUI thread.
class Form final : public QWidget
{
    Q_OBJECT

public:
    explicit Form(QWidget* parent = nullptr);

    // Returns the row, to be hidden and shown as a whole.
    FormRow* addField(const QString& label, QWidget* field, const QString& hint = {});
    // Two fields on one line; the right one may be null.
    void addPair(FormRow* left, FormRow* right);
    void addWidget(QWidget* widget);
    // Fields that belong together, below a heading.
    Form* addGroup(const QString& title);
    void addStretch();

    // Of this form, its groups and all forms in it.
    void clearProblems();
    [[nodiscard]] bool hasProblem() const;

private:
    QVBoxLayout* m_column;
};

} // namespace portcullis::ui
