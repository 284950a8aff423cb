#include "ui/servers/named_values_editor.h"

#include "ui/text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/secret_input.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

NamedValuesEditor::NamedValuesEditor(const Texts& texts, QWidget* parent)
    : QWidget(parent)
    , m_texts(texts)
    , m_list(new QVBoxLayout)
    , m_empty(makeLabel(TextRole::Muted, texts.empty))
{
    m_list->setSpacing(kGrid);
    auto* add = makeButton(ButtonKind::Normal, texts.add, "add");
    add->setObjectName(QStringLiteral("addValue"));
    connect(add, &QPushButton::clicked, this, [this] { addRow().name->setFocus(); });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid + kGrid / 2);
    column->addWidget(m_empty);
    column->addLayout(m_list);
    column->addWidget(add, 0, Qt::AlignLeft);
}

NamedValuesEditor::Row& NamedValuesEditor::addRow()
{
    Row row;
    row.widget = new QWidget;
    row.name = new QLineEdit;
    row.name->setPlaceholderText(m_texts.name);
    nameForAccessibility(row.name, m_texts.name);
    row.value = makeSecretField(tr("Value"));
    row.value->setPlaceholderText(tr("Value"));
    row.secret = new QCheckBox(tr("Secret"));
    row.secret->setToolTip(tr("Kept encrypted, outside the configuration, and never shown again"));
    row.remove = makeButton(ButtonKind::Quiet, {}, "close");
    row.remove->setToolTip(tr("Remove this line"));
    nameForAccessibility(row.remove, tr("Remove this line"));
    auto* layout = new QHBoxLayout(row.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(row.name, 2);
    layout->addWidget(row.value, 3);
    layout->addWidget(row.secret);
    layout->addWidget(row.remove);
    m_list->addWidget(row.widget);
    QWidget* const widget = row.widget;
    connect(row.remove, &QPushButton::clicked, this, [this, widget] { removeRow(widget); });
    connect(row.secret, &QCheckBox::toggled, this, [this, widget] {
        if (const Row* changed = rowOf(widget)) {
            showSecrecy(*changed);
        }
    });
    m_rows.push_back(row);
    showSecrecy(m_rows.back());
    refreshEmpty();
    return m_rows.back();
}

NamedValuesEditor::Row* NamedValuesEditor::rowOf(const QWidget* widget)
{
    const auto found = std::ranges::find(m_rows, widget, &Row::widget);
    return found == m_rows.end() ? nullptr : &*found;
}

void NamedValuesEditor::removeRow(const QWidget* widget)
{
    if (Row* row = rowOf(widget)) {
        row->widget->hide();
        row->widget->deleteLater();
        m_rows.erase(m_rows.begin() + (row - m_rows.data()));
        refreshEmpty();
    }
}

void NamedValuesEditor::showSecrecy(const Row& row)
{
    const bool secret = row.secret->isChecked();
    row.value->setEchoMode(secret ? QLineEdit::Password : QLineEdit::Normal);
    row.value->setPlaceholderText(
        secret && !row.stored.name.empty() ? tr("Stored. Type to replace it.") : tr("Value"));
}

void NamedValuesEditor::refreshEmpty()
{
    m_empty->setVisible(m_rows.empty());
}

void NamedValuesEditor::setValues(const std::vector<api::NamedValue>& values)
{
    while (!m_rows.empty()) {
        removeRow(m_rows.back().widget);
    }
    for (const api::NamedValue& entry : values) {
        Row& row = addRow();
        row.name->setText(toQString(entry.name));
        if (const auto* secret = std::get_if<api::SecretRef>(&entry.value)) {
            row.stored = *secret;
            row.secret->setChecked(true);
        } else {
            row.value->setText(toQString(std::get<std::string>(entry.value)));
        }
        showSecrecy(row);
    }
    refreshEmpty();
}

std::vector<api::NamedValue>
NamedValuesEditor::takeValues(const ServerId& server, std::vector<SecretDrafts::Secret>& secrets)
{
    std::vector<api::NamedValue> values;
    for (Row& row : m_rows) {
        api::NamedValue entry{toStdString(row.name->text().trimmed()), std::string()};
        const bool untouched = row.value->text().isEmpty();
        if (entry.name.empty() && untouched && row.stored.name.empty()) {
            continue; // a line that was never filled in
        }
        if (!row.secret->isChecked()) {
            entry.value = toStdString(row.value->text());
        } else {
            if (!untouched) {
                row.stored = SecretDrafts::newName(server, entry.name);
                secrets.emplace_back(row.stored, takeSecret(*row.value));
                showSecrecy(row);
            }
            entry.value = row.stored;
        }
        values.push_back(std::move(entry));
    }
    return values;
}

} // namespace portcullis::ui
