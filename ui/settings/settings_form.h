#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/lockdown.h"
#include "ui/settings/limit_fields.h"

#include <QWidget>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class QButtonGroup;
class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace portcullis::ui {

class Banner;
class Form;
class FormRow;
class RolesForm;
class TabPages;

// The settings of the gateway, on three tabs. Holds no gateway: values in, values out.
// Owner: SettingsDialog. GUI thread.
class SettingsForm final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsForm(const api::GatewayConfig& config, QWidget* parent = nullptr);

    // As they stand in the fields.
    [[nodiscard]] api::Settings settings() const;
    [[nodiscard]] std::optional<api::RoleMap> roles() const;
    // Once: marks what a policy has locked.
    void showLocks(const std::optional<api::LockdownStatus>& lockdown);
    // Fills the fields of the tab in front with the defaults, but for locked ones.
    void restoreDefaults();
    // Says at its field, and at no other, what cannot stay; null when it has no field.
    FormRow* showBroken(const api::BrokenRule& rule);
    void clearProblems();
    void focusFirst();

private:
    [[nodiscard]] QWidget* buildGeneral();
    void buildEndpoint(Form& form);
    void buildDurability(Form& form);
    void buildRetention(Form& form);
    void buildNaming(Form& form);
    [[nodiscard]] QWidget* buildLimits();
    void setGeneral(const api::Settings& settings);
    void setLimits(const api::Limits& limits);
    [[nodiscard]] api::Limits limits() const;
    // Remembers the row of a member of the settings, to be locked.
    void place(const char* member, FormRow* row);
    [[nodiscard]] api::Settings defaults() const;
    void refreshNotice();
    [[nodiscard]] std::string host() const;

    const api::Settings m_before; // in force; what the fields cannot show exactly stays so
    std::map<std::string, FormRow*> m_rows;                 // by member, as a JSON pointer
    std::vector<std::pair<std::string, FormRow*>> m_fields; // all, by member
    std::optional<api::LockdownStatus> m_lockdown;
    TabPages* m_tabs;
    RolesForm* m_roles;
    QLineEdit* m_host = nullptr;
    QSpinBox* m_port = nullptr;
    Banner* m_notice = nullptr;
    QButtonGroup* m_durability = nullptr;
    QSpinBox* m_maxLength = nullptr;
    QCheckBox* m_receipts = nullptr;
    QCheckBox* m_offerSse = nullptr;
    QCheckBox* m_lenientSessions = nullptr;
    QSpinBox* m_contentDays = nullptr;
    QSpinBox* m_bodyDays = nullptr;
    QCheckBox* m_prefix = nullptr;
    std::array<QSpinBox*, kLimitFields> m_limits{};
};

} // namespace portcullis::ui
