#pragma once

#include "gateway/api/config.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;

namespace portcullis::ui {

// What a person says about a key: label, owner, expiry, what is recorded, lenience.
// Owner: NewKeyDialog or EditKeyDialog. GUI thread.
class KeyForm final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyForm(const Clock& clock, QWidget* parent = nullptr);

    void setKey(const api::KeyConfig& key);
    [[nodiscard]] std::string label() const;
    [[nodiscard]] std::string owner() const;
    // The end of the chosen day, or the key's own moment on it while the day stays the same.
    [[nodiscard]] std::optional<WallTime> expires() const;
    [[nodiscard]] api::ContentMode content() const;
    [[nodiscard]] bool lenientAccept() const;
    void focusLabel();

signals:
    void changed();

private:
    [[nodiscard]] QWidget* buildExpiry();

    const Clock& m_clock;
    QLineEdit* m_label;
    QLineEdit* m_owner;
    QComboBox* m_expiry;
    QDateEdit* m_date;
    QComboBox* m_content;
    QCheckBox* m_lenient;
    std::optional<WallTime> m_stored; // the key's expiry
};

} // namespace portcullis::ui
