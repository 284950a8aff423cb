#include "ui/widgets/rate_field.h"

#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <chrono>

namespace portcullis::ui {

namespace {

constexpr int kMost = 1'000'000;
constexpr int kMostSeconds = 24 * 60 * 60;

QSpinBox* makeNumber(const char* name, int most, int usual)
{
    auto* field = new QSpinBox;
    field->setObjectName(QLatin1String(name));
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setRange(1, most);
    field->setValue(usual);
    return field;
}

} // namespace

RateField::RateField(const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_limited(new QCheckBox(text))
    , m_numbers(new QWidget)
    , m_calls(makeNumber("rateCalls", kMost, 60))
    , m_seconds(makeNumber("rateSeconds", kMostSeconds, 60))
    , m_burst(makeNumber("rateBurst", kMost, 10))
{
    m_limited->setObjectName(QStringLiteral("rateLimited"));
    QString name = text;
    const QString hint = tr("A call beyond it is refused and recorded. Failed calls count, too.");
    nameForAccessibility(m_limited, name.remove(QLatin1Char('&')), hint);
    auto* row = new QHBoxLayout(m_numbers);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(new FormRow(tr("Calls"), m_calls, {}), 1, Qt::AlignBottom);
    row->addWidget(new FormRow(tr("In seconds"), m_seconds, {}), 1, Qt::AlignBottom);
    row->addWidget(new FormRow(tr("At one moment"), m_burst, {}), 1, Qt::AlignBottom);
    m_numbers->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    column->addWidget(m_limited);
    column->addWidget(m_numbers);
    column->addWidget(makeLabel(TextRole::Caption, hint));
    setFocusProxy(m_limited);
    connect(m_limited, &QCheckBox::toggled, m_numbers, &QWidget::setVisible);
}

void RateField::setRate(const std::optional<api::RateLimit>& rate)
{
    m_limited->setChecked(rate.has_value());
    if (rate) {
        m_calls->setValue(static_cast<int>(rate->calls));
        m_seconds->setValue(static_cast<int>(rate->period.count()));
        m_burst->setValue(static_cast<int>(rate->burst));
    }
}

std::optional<api::RateLimit> RateField::rate() const
{
    if (!m_limited->isChecked()) {
        return std::nullopt;
    }
    return api::RateLimit{static_cast<std::uint32_t>(m_calls->value()),
                          std::chrono::seconds(m_seconds->value()),
                          static_cast<std::uint32_t>(m_burst->value())};
}

} // namespace portcullis::ui
