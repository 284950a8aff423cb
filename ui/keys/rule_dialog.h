#pragma once

#include "gateway/api/allow_rule.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLineEdit;
class QTableWidget;

namespace portcullis::ui {

class Banner;

// Edits one rule: what it is about, whether it denies, and its conditions in a small table.
// Owner: itself, deleted when it closes. GUI thread.
class RuleDialog final : public QDialog
{
    Q_OBJECT

public:
    // Without a rule, a new one.
    RuleDialog(const std::optional<api::AllowRule>& rule, QWidget* parent);

signals:
    void chosen(const portcullis::api::AllowRule& rule);

private:
    void build();
    void buildTable();
    [[nodiscard]] QLayout* buildButtons();
    void addCondition(const std::optional<api::Condition>& condition);
    void removeCondition();
    void finish();
    [[nodiscard]] Result<api::AllowRule> readRule() const;
    [[nodiscard]] QString cell(int row, int column) const;

    QComboBox* m_effect;
    QLineEdit* m_selector;
    QTableWidget* m_conditions;
    Banner* m_problem;
};

} // namespace portcullis::ui
