#include "ui/audit/sign_off_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <limits>

namespace portcullis::ui {

namespace {

constexpr int kMostCommentBytes = 1000; // the log cuts longer texts

int asInt(qint64 number)
{
    return static_cast<int>(std::clamp<qint64>(number, 0, std::numeric_limits<int>::max()));
}

QSpinBox* makeNumber(qint64 value, qint64 most)
{
    auto* box = new QSpinBox;
    box->setRange(0, asInt(most));
    box->setGroupSeparatorShown(true);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setValue(asInt(value));
    return box;
}

} // namespace

SignOffDialog::SignOffDialog(GatewayBridge& bridge, qint64 begin, qint64 records, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_first(makeNumber(std::min(begin, records - 1), records - 1))
    , m_last(makeNumber(records - 1, records - 1))
    , m_result(new QComboBox)
    , m_comment(new QPlainTextEdit)
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_record(makeButton(ButtonKind::Primary, tr("Sign off")))
{
    setObjectName(QStringLiteral("signOffDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Sign off a review"));
    m_first->setObjectName(QStringLiteral("firstRecord"));
    m_last->setObjectName(QStringLiteral("lastRecord"));
    m_comment->setObjectName(QStringLiteral("comment"));
    m_record->setObjectName(QStringLiteral("recordSignOff"));
    m_comment->setTabChangesFocus(true);
    m_result->addItem(tr("Nothing to object to"), false);
    m_result->addItem(tr("Something must be looked into"), true);
    m_result->setObjectName(QStringLiteral("result"));
    auto* form = new Form;
    form->addPair(new FormRow(tr("&First record"), m_first, {}),
                  new FormRow(tr("&Last record"), m_last, {}));
    form->addField(tr("&Result"), m_result);
    m_commentRow = form->addField(
        tr("&Comment"),
        m_comment,
        tr("What was examined, and how. It stands in the log and in bundles, with your records."));
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_record);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(form);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    m_problem->hide();
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_record, &QPushButton::clicked, this, &SignOffDialog::record);
    resizeWithinScreen(*this, QSize(480, 420));
}

void SignOffDialog::record()
{
    api::SignOff review;
    review.begin = m_first->value();
    review.end = qint64{m_last->value()} + 1;
    review.findings = m_result->currentData().toBool();
    review.comment = toStdString(m_comment->toPlainText().trimmed());
    m_commentRow->showProblem({});
    if (review.findings && review.comment.empty()) {
        m_commentRow->showProblem(tr("Say what must be looked into."));
    } else if (review.comment.size() > kMostCommentBytes) {
        m_commentRow->showProblem(tr("Too long; say it in %1 letters.").arg(kMostCommentBytes));
    }
    if (!m_commentRow->problem().isEmpty()) {
        m_commentRow->focusField();
        return;
    }
    if (review.begin >= review.end) {
        m_problem->showMessage(Tone::Bad, tr("The last record stands before the first one."));
        return;
    }
    m_record->setEnabled(false);
    m_bridge.signOff(std::move(review), this, [this](Result<std::int64_t> done) {
        m_record->setEnabled(true);
        if (done) {
            emit recorded();
            accept();
        } else {
            m_problem->showMessage(
                Tone::Bad, tr("The review was not recorded"), describe(done.error()));
        }
    });
}

} // namespace portcullis::ui
