#pragma once

#include "gateway/api/config.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace portcullis::ui {

class Form;
class FormRow;

// What a budget says, as fields: whose, of what, how much, in which time. Owner: BudgetDialog. GUI
// thread. What is wrong is said at its field.
class BudgetForm final : public QWidget
{
    Q_OBJECT

public:
    // `present`: the one that is changed; its owner, unit and period stay as they are.
    BudgetForm(const api::GatewayConfig& config,
               const api::Budget* present,
               QWidget* parent = nullptr);

    // The budget the fields mean; nothing, and the keyboard at the first wrong field, where they
    // mean none.
    [[nodiscard]] std::optional<api::Budget> budget();

    // Whether a budget can have an owner at all.
    [[nodiscard]] bool hasOwners() const;

private:
    void buildSubject();
    void buildAmount();
    void buildTime();
    void buildRest();
    void connectFields();
    void fill(const api::Budget& present);
    void showOwners();
    void showPeriods();
    void showAmount();
    void showWindow();
    void showName();
    [[nodiscard]] api::Budget subject() const;
    [[nodiscard]] bool checkFields(const api::Budget& budget);
    [[nodiscard]] bool complain(FormRow* row, const QString& text);
    [[nodiscard]] api::BudgetUnit unit() const;
    [[nodiscard]] std::optional<std::uint64_t> amount() const;

    api::GatewayConfig m_config; // as it was when the dialog was opened
    std::optional<api::Budget> m_present;
    QString m_currency;
    Form* m_form;
    QComboBox* m_level;
    QComboBox* m_owner;
    QComboBox* m_unit;
    QLineEdit* m_limit;
    QLabel* m_meaning;
    QComboBox* m_period;
    QComboBox* m_window;
    QComboBox* m_zone;
    QSpinBox* m_warnAt;
    QCheckBox* m_failed;
    QLineEdit* m_name;
    FormRow* m_ownerRow = nullptr;
    FormRow* m_limitRow = nullptr;
    FormRow* m_windowRow = nullptr;
    FormRow* m_zoneRow = nullptr;
    FormRow* m_nameRow = nullptr;
};

} // namespace portcullis::ui
