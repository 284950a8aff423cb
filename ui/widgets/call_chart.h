#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

namespace portcullis::ui {

// Calls per minute of the last hour as bars; the newest at the right (in every script: time runs
// like the numbers). Owner: its page. GUI thread.
class CallChart final : public QWidget
{
    Q_OBJECT

public:
    explicit CallChart(QWidget* parent = nullptr);

    void setCalls(const std::vector<std::uint32_t>& perMinute);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] std::uint64_t ceiling() const;
    void paintScale(QPainter& painter, const QRectF& plot) const;

    std::vector<std::uint32_t> m_calls; // always kMinutes long
};

} // namespace portcullis::ui
