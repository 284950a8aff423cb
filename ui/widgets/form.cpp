#include "ui/widgets/form.h"

#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"

#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QVariant>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kLockSize = 14;

} // namespace

FormRow::FormRow(const QString& label, QWidget* field, const QString& hint)
    : m_field(field)
    , m_problem(makeLabel(TextRole::Error))
    , m_hint(hint)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    if (!label.isEmpty()) {
        auto* caption = makeLabel(TextRole::Subheading, label);
        caption->setBuddy(target());
        column->addWidget(caption);
    }
    column->addWidget(field);
    column->addWidget(m_problem);
    m_problem->setObjectName(QStringLiteral("fieldProblem"));
    m_problem->hide();
    if (!hint.isEmpty()) {
        column->addWidget(makeLabel(TextRole::Caption, hint));
    }
    QString name = label;
    name.remove(QLatin1Char('&'));
    if (!name.isEmpty() && field->accessibleName().isEmpty()) {
        nameForAccessibility(field, name, hint);
    }
    if (!name.isEmpty() && target()->accessibleName().isEmpty()) {
        nameForAccessibility(target(), name, hint);
    }
    if (target()->accessibleDescription().isEmpty()) {
        target()->setAccessibleDescription(hint);
    }
}

QWidget* FormRow::target() const
{
    return m_field->focusProxy() != nullptr ? m_field->focusProxy() : m_field;
}

void FormRow::showProblem(const QString& text)
{
    if (text == problem()) {
        return;
    }
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    if (m_marked != nullptr) {
        mark(*m_marked, {}); // another one may take the keyboard by now
    }
    m_marked = text.isEmpty() ? nullptr : target();
    if (m_marked != nullptr) {
        mark(*m_marked, text);
    }
}

void FormRow::mark(QWidget& widget, const QString& text) const
{
    widget.setAccessibleDescription(text.isEmpty() ? m_hint : text);
    widget.setProperty("invalid", !text.isEmpty());
    widget.style()->unpolish(&widget); // or the style sheet would not look again
    widget.style()->polish(&widget);
}

void FormRow::focusField()
{
    target()->setFocus();
}

void FormRow::showLock(const QString& text, const QString& toolTip, Locked how)
{
    auto* column = qobject_cast<QVBoxLayout*>(layout());
    auto* icon = new IconLabel(kLockSize);
    icon->showIcon("lock", Tint::Muted);
    auto* words = makeLabel(TextRole::Caption, text);
    words->setObjectName(QStringLiteral("fieldLock"));
    auto* line = new QHBoxLayout;
    line->setSpacing(kGrid / 2);
    line->addWidget(icon);
    line->addWidget(words, 1);
    column->insertLayout(column->indexOf(m_problem), line);
    setToolTip(toolTip); // of the row: a disabled field shows none
    m_hint = text;
    target()->setAccessibleDescription(text);
    if (how == Locked::Whole) {
        m_field->setEnabled(false);
    }
}

QString FormRow::problem() const
{
    return m_problem->text();
}

Form::Form(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2 * kGrid);
}

FormRow* Form::addField(const QString& label, QWidget* field, const QString& hint)
{
    auto* row = new FormRow(label, field, hint);
    m_column->addWidget(row);
    return row;
}

void Form::addPair(FormRow* left, FormRow* right)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    for (FormRow* field : {left, right}) {
        if (field != nullptr) {
            row->addWidget(field, 1, Qt::AlignTop);
        } else {
            row->addWidget(new QWidget, 1);
        }
    }
    m_column->addLayout(row);
}

void Form::addWidget(QWidget* widget)
{
    m_column->addWidget(widget);
}

Form* Form::addGroup(const QString& title)
{
    auto* box = new QGroupBox; // a group for screen readers, too
    nameForAccessibility(box, title);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, kGrid);
    column->setSpacing(kGrid + kGrid / 2);
    column->addWidget(makeLabel(TextRole::Heading, title));
    auto* form = new Form;
    column->addWidget(form);
    m_column->addWidget(box);
    return form;
}

void Form::addStretch()
{
    m_column->addStretch(1);
}

void Form::clearProblems()
{
    for (FormRow* row : findChildren<FormRow*>()) {
        row->showProblem({});
    }
}

bool Form::hasProblem() const
{
    const auto rows = findChildren<FormRow*>();
    return std::ranges::any_of(rows, [](const FormRow* row) { return !row->problem().isEmpty(); });
}

} // namespace portcullis::ui
