#include "ui/gateway_bridge.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

RotateKeyDialog::RotateKeyDialog(GatewayBridge& bridge,
                                 const Clock& clock,
                                 const api::KeyConfig& key,
                                 QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_key(key.id)
    , m_replacesOld(key.retiring && key.retiring->until > clock.wallNow())
    , m_overlap(new QComboBox)
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_create(makeButton(ButtonKind::Primary, tr("New secret")))
{
    setObjectName(QStringLiteral("rotateKeyDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("New secret"));
    using namespace std::chrono_literals;
    m_overlap->setObjectName(QStringLiteral("overlap"));
    for (const auto& [text, hours] : {std::pair{tr("Not at all"), 0h},
                                      std::pair{tr("For an hour"), 1h},
                                      std::pair{tr("For a day"), 24h},
                                      std::pair{tr("For a week"), 7 * 24h},
                                      std::pair{tr("For 30 days"), 30 * 24h},
                                      std::pair{tr("For 90 days"), 90 * 24h}}) {
        m_overlap->addItem(text, static_cast<qlonglong>(hours.count()));
    }
    m_overlap->setCurrentIndex(
        m_overlap->findData(static_cast<qlonglong>(api::kUsualOverlap.count())));
    build(key, clock.wallNow());
    resizeWithinScreen(*this, QSize(480, 320));
}

void RotateKeyDialog::build(const api::KeyConfig& key, WallTime now)
{
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    m_create->setObjectName(QStringLiteral("newSecret"));
    m_create->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    auto* form = new Form;
    form->addField(tr("The &old secret still works"),
                   m_overlap,
                   key.expires ? tr("Until its client has the new one; never longer than the key.")
                               : tr("Until its client has the new one."));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(
        makeLabel(TextRole::Heading, tr("A new secret for “%1”?").arg(keyLabel(key))));
    column->addWidget(form);
    if (m_replacesOld) {
        auto* warning =
            makeLabel(TextRole::Body,
                      tr("The secret before the present one still works until %1. It ends now.")
                          .arg(momentText(key.retiring->until, now)));
        warning->setObjectName(QStringLiteral("endsOlder"));
        column->addWidget(warning);
    }
    column->addStretch(1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &RotateKeyDialog::create);
}

void RotateKeyDialog::create()
{
    api::KeyRotation rotation;
    rotation.key = m_key;
    rotation.overlap = std::chrono::hours(m_overlap->currentData().toLongLong());
    rotation.replaceOld = m_replacesOld;
    m_waiting = true;
    m_create->setEnabled(false);
    m_problem->hide();
    m_bridge.rotateKey(std::move(rotation), this, [this](Result<api::CreatedKey> answer) {
        m_waiting = false;
        m_create->setEnabled(true);
        if (!answer) {
            m_problem->showMessage(
                Tone::Bad, describe(answer.error()), toQString(answer.error().cause));
            return;
        }
        emit created(std::make_shared<api::CreatedKey>(std::move(*answer)));
        accept();
    });
}

void RotateKeyDialog::reject()
{
    if (!m_waiting) {
        QDialog::reject();
    }
}

} // namespace portcullis::ui
