#pragma once

#include "ui/servers/secret_drafts.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace portcullis::ui {

// Environment variables or headers: name, value, and whether the value is a secret, which is never
// shown again once it is stored. Owner: ServerForm. GUI thread.
class NamedValuesEditor final : public QWidget
{
    Q_OBJECT

public:
    struct Texts
    {
        QString name;  // "Variable"
        QString add;   // on the button
        QString empty; // when there are none
    };

    explicit NamedValuesEditor(const Texts& texts, QWidget* parent = nullptr);

    void setValues(const std::vector<api::NamedValue>& values);

    // The values; secrets typed since the last call come out in `secrets` under new names and their
    // fields become empty.
    [[nodiscard]] std::vector<api::NamedValue>
    takeValues(const ServerId& server, std::vector<SecretDrafts::Secret>& secrets);

private:
    struct Row
    {
        QWidget* widget = nullptr;
        QLineEdit* name = nullptr;
        QLineEdit* value = nullptr;
        QCheckBox* secret = nullptr;
        QPushButton* remove = nullptr;
        api::SecretRef stored; // empty when nothing is stored for this row
    };

    Row& addRow();
    void removeRow(const QWidget* widget);
    void showSecrecy(const Row& row);
    void refreshEmpty();
    [[nodiscard]] Row* rowOf(const QWidget* widget);

    Texts m_texts;
    QVBoxLayout* m_list;
    QLabel* m_empty;
    std::vector<Row> m_rows;
};

} // namespace portcullis::ui
