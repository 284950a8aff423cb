#include "ui/widgets/copy_field.h"

#include "ui/widgets/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>

namespace portcullis::ui {

namespace {

constexpr int kFeedbackMillis = 1600;

// The hint that Klipper and others understand as: do not put this into the history.
constexpr const char* kSecretHint = "x-kde-passwordManagerHint";

} // namespace

CopyField::CopyField(Shape shape, const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , m_button(makeButton(ButtonKind::Normal, tr("Copy"), "copy"))
{
    nameForAccessibility(m_button, tr("Copy: %1").arg(accessibleName));
    connect(m_button, &QPushButton::clicked, this, &CopyField::copy);
    if (shape == Shape::Line) {
        buildLine(accessibleName);
    } else {
        buildBlock(accessibleName);
    }
}

void CopyField::buildLine(const QString& accessibleName)
{
    m_line = new QLineEdit;
    m_line->setReadOnly(true);
    m_line->setFont(monospaceFont());
    m_line->setLayoutDirection(Qt::LeftToRight);
    nameForAccessibility(m_line, accessibleName);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_line, 1);
    row->addWidget(m_button);
    setFocusProxy(m_line);
}

void CopyField::buildBlock(const QString& accessibleName)
{
    m_block = new QPlainTextEdit;
    m_block->setReadOnly(true);
    m_block->setFont(monospaceFont());
    m_block->setLayoutDirection(Qt::LeftToRight);
    m_block->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_block->setTabChangesFocus(true);
    nameForAccessibility(m_block, accessibleName);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_block, 1);
    column->addWidget(m_button, 0, Qt::AlignRight);
    setFocusProxy(m_block);
}

void CopyField::setText(const QString& text)
{
    if (m_line != nullptr) {
        m_line->setText(text);
        m_line->setCursorPosition(0);
    } else {
        m_block->setPlainText(text);
    }
    m_button->setEnabled(!text.isEmpty());
}

QString CopyField::text() const
{
    return m_line != nullptr ? m_line->text() : m_block->toPlainText();
}

void CopyField::setPlaceholder(const QString& text)
{
    if (m_line != nullptr) {
        m_line->setPlaceholderText(text);
    } else {
        m_block->setPlaceholderText(text);
    }
}

void CopyField::wipe()
{
    // Best effort: the widgets keep their text in buffers of Qt's own, which the same length of
    // other text overwrites.
    setText(QString(text().size(), QLatin1Char('0')));
    setText({});
}

void CopyField::copy()
{
    auto clip = std::make_unique<QMimeData>();
    clip->setText(text());
    if (m_sensitivity == Sensitivity::Secret) {
        clip->setData(QString::fromLatin1(kSecretHint), QByteArrayLiteral("secret"));
    }
    QGuiApplication::clipboard()->setMimeData(clip.release());
    emit copied();
    m_button->setText(tr("Copied"));
    m_button->setIcon(icon("check", Tint::Good));
    QTimer::singleShot(kFeedbackMillis, this, [this] {
        m_button->setText(tr("Copy"));
        m_button->setIcon(icon("copy", Tint::Muted));
    });
}

} // namespace portcullis::ui
