#pragma once

#include "gateway/api/governance.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QSpinBox;

namespace portcullis::ui {

// How fast something may be used, or that nothing limits it. Its ranges are those of the
// configuration, so that it holds no rate that breaks a rule. Owner: its form. GUI thread.
class RateField final : public QWidget
{
    Q_OBJECT

public:
    // `text` stands at the check box, with its mnemonic.
    explicit RateField(const QString& text, QWidget* parent = nullptr);

    void setRate(const std::optional<api::RateLimit>& rate);
    [[nodiscard]] std::optional<api::RateLimit> rate() const;

private:
    QCheckBox* m_limited;
    QWidget* m_numbers;
    QSpinBox* m_calls;
    QSpinBox* m_seconds;
    QSpinBox* m_burst;
};

} // namespace portcullis::ui
