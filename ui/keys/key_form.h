#pragma once

#include "gateway/api/config.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;
class QSpinBox;

namespace portcullis::ui {

class KeyBindingForm;
class RateField;
class TabPages;

// What a person says about a key: label, owner, expiry, what is recorded, lenience; on a tab of
// their own team, case and limits; on another what it is bound to.
// Owner: NewKeyDialog or EditKeyDialog. GUI thread.
class KeyForm final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyForm(const Clock& clock, QWidget* parent = nullptr);

    // What there is to choose from. Before setKey(). Without it no team and no case.
    void setChoices(const api::GatewayConfig& config);
    void setKey(const api::KeyConfig& key);
    [[nodiscard]] std::string label() const;
    [[nodiscard]] std::string owner() const;
    // The end of the chosen day, or the key's own moment on it while the day stays the same.
    [[nodiscard]] std::optional<WallTime> expires() const;
    [[nodiscard]] api::ContentMode content() const;
    [[nodiscard]] bool lenientAccept() const;
    [[nodiscard]] TeamId team() const;
    [[nodiscard]] CaseId caseId() const;
    [[nodiscard]] std::optional<api::RateLimit> rate() const;
    [[nodiscard]] std::uint32_t concurrency() const; // 0: as many as the settings say
    [[nodiscard]] api::KeyTransports transports() const;
    [[nodiscard]] const api::KeyPrograms& programs() const;
    // Waits for what is still being read; false while a field is wrong, which is then in front.
    [[nodiscard]] bool settle();
    // With its tab in front.
    void focusLabel();

signals:
    void changed();

private:
    [[nodiscard]] QWidget* buildKey();
    [[nodiscard]] QWidget* buildExpiry();
    [[nodiscard]] QWidget* buildPlace();

    const Clock& m_clock;
    QLineEdit* m_label;
    QLineEdit* m_owner;
    QComboBox* m_expiry;
    QDateEdit* m_date;
    QComboBox* m_content;
    QCheckBox* m_lenient;
    QComboBox* m_team;
    QComboBox* m_case;
    RateField* m_rate;
    QSpinBox* m_concurrency;
    KeyBindingForm* m_binding;
    TabPages* m_tabs;
    std::optional<WallTime> m_stored; // the key's expiry
};

} // namespace portcullis::ui
