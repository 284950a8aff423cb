#include "ui/widgets/form.h"

#include "ui/widgets/labels.h"

#include <QLabel>
#include <QVBoxLayout>

namespace portcullis::ui {

Form::Form(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2 * kGrid);
}

QWidget* Form::addField(const QString& label, QWidget* field, const QString& hint)
{
    auto* row = new QWidget;
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    auto* caption = makeLabel(TextRole::Subheading, label);
    caption->setBuddy(field->focusProxy() != nullptr ? field->focusProxy() : field);
    column->addWidget(caption);
    column->addWidget(field);
    if (!hint.isEmpty()) {
        column->addWidget(makeLabel(TextRole::Caption, hint));
    }
    QString name = label;
    name.remove(QLatin1Char('&'));
    if (field->accessibleName().isEmpty()) {
        nameForAccessibility(field, name, hint);
    }
    m_column->addWidget(row);
    return row;
}

void Form::addWidget(QWidget* widget)
{
    m_column->addWidget(widget);
}

void Form::addStretch()
{
    m_column->addStretch(1);
}

} // namespace portcullis::ui
