#include "ui/audit/code_view.h"

#include "ui/audit/checkpoint_sheet.h"
#include "ui/widgets/labels.h"

#include <QPainter>

namespace portcullis::ui {

namespace {

constexpr int kPixels = 3; // a module: a whole number, so that edges are sharp

} // namespace

CodeView::CodeView(QWidget* parent)
    : QWidget(parent)
{
    nameForAccessibility(this, tr("The checkpoint as a QR code"));
    hide(); // nothing to show yet
}

void CodeView::setText(const std::string& text)
{
    auto code = QrCode::make(text);
    m_code = code ? std::optional(std::move(*code)) : std::nullopt;
    const std::size_t side = m_code ? m_code->side() + 2 * QrCode::kQuietZone : 0;
    setFixedSize(QSize(1, 1) * (kPixels * static_cast<int>(side)));
    setVisible(m_code.has_value());
    update();
}

void CodeView::paintEvent(QPaintEvent*)
{
    if (m_code) {
        QPainter painter(this);
        paintCode(painter, rect(), *m_code);
    }
}

} // namespace portcullis::ui
