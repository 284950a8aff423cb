#include "ui/audit/checkpoint_sheet.h"

#include "ui/text.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPainter>

namespace portcullis::ui {

namespace {

constexpr qreal kPointsPerInch = 72;
constexpr qreal kCodeInches = 2.8;

QString say(const char* text)
{
    return QCoreApplication::translate("CheckpointSheet", text);
}

// Texts below each other.
class Sheet
{
public:
    Sheet(QPainter& painter, const QRectF& page, qreal dpi)
        : m_painter(painter)
        , m_page(page)
        , m_point(dpi / kPointsPerInch)
        , m_y(page.top())
    {}

    void write(const QString& text, qreal points, const QFont& face)
    {
        QFont font = face;
        font.setPixelSize(static_cast<int>(points * m_point));
        m_painter.setFont(font);
        const QRectF room(m_page.left(), m_y, m_page.width(), m_page.bottom() - m_y);
        QRectF taken;
        m_painter.drawText(room, Qt::TextWrapAnywhere, text, &taken);
        m_y += taken.height() + points * m_point / 2;
    }

    void draw(const QrCode& code)
    {
        const qreal side = kCodeInches * kPointsPerInch * m_point;
        paintCode(m_painter, QRectF(m_page.left(), m_y, side, side), code);
        m_y += side + kGrid * m_point;
    }

private:
    QPainter& m_painter;
    QRectF m_page;
    qreal m_point;
    qreal m_y;
};

} // namespace

void paintCode(QPainter& painter, const QRectF& square, const QrCode& code)
{
    const auto side = static_cast<std::ptrdiff_t>(code.side());
    const auto quiet = static_cast<std::ptrdiff_t>(QrCode::kQuietZone);
    const qreal cell = square.width() / static_cast<qreal>(side + 2 * quiet);
    const auto edge = [&](qreal from, std::ptrdiff_t place) {
        return qRound(from + static_cast<qreal>(place + quiet) * cell);
    };
    painter.fillRect(square, Qt::white);
    for (std::ptrdiff_t y = 0; y < side; ++y) {
        for (std::ptrdiff_t x = 0; x < side; ++x) {
            if (code.isDark(x, y)) { // between whole units, so that no seam shows
                const QPoint first(edge(square.left(), x), edge(square.top(), y));
                const QPoint next(edge(square.left(), x + 1), edge(square.top(), y + 1));
                painter.fillRect(QRect(first, next - QPoint(1, 1)), Qt::black);
            }
        }
    }
}

void paintCheckpoint(QPainter& painter,
                     const QRectF& page,
                     qreal dpi,
                     const api::Checkpoint& checkpoint)
{
    QFont bold = painter.font();
    bold.setBold(true);
    const QFont plain = painter.font();
    const QFont literal = monospaceFont();
    painter.setPen(Qt::black);
    Sheet sheet(painter, page, dpi);
    sheet.write(say(QT_TRANSLATE_NOOP("CheckpointSheet", "Checkpoint of an audit log")), 16, bold);
    sheet.write(say(QT_TRANSLATE_NOOP("CheckpointSheet",
                                      "Keep this page where nobody reaches it who reaches the "
                                      "computer. Whoever has it can show later that the log still "
                                      "begins as it did then.")),
                10,
                plain);
    sheet.write(toQString(checkpoint.head.origin), 10, literal);
    sheet.write(toQString(api::formatPin(checkpoint.head)), 12, literal);
    if (const auto code = QrCode::make(checkpoint.note)) {
        sheet.draw(*code);
    }
    sheet.write(toQString(checkpoint.note), 8, literal);
    sheet.write(toQString(checkpoint.ed25519Key), 8, literal);
    sheet.write(toQString(checkpoint.p256Key), 8, literal);
}

} // namespace portcullis::ui
