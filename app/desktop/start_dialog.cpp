#include "app/desktop/start_dialog.h"

#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace portcullis::desktop {

namespace {

using namespace ui;

constexpr int kTextWidth = 460;
constexpr int kFirstPort = 1024;
constexpr int kLastPort = 65535;

struct Texts
{
    QString title;
    QString text;
    QString detail;
};

Texts portTexts(const Obstacle& obstacle)
{
    if (obstacle.error.code != ErrorCode::Busy) {
        return {StartDialog::tr("Port %1 cannot be used").arg(obstacle.port),
                describe(obstacle.error),
                {}};
    }
    return {StartDialog::tr("Port %1 is used by another program").arg(obstacle.port),
            StartDialog::tr("Choose another port, or close that program and try again."),
            {}};
}

Texts folderTexts(const Obstacle& obstacle)
{
    const FolderHolder& holder = obstacle.holder;
    const QString folder = isolated(obstacle.dataFolder.string());
    Texts texts;
    texts.title = StartDialog::tr("The data folder is in use");
    if (holder.process == 0) {
        texts.text = StartDialog::tr("Another program has the folder %1 open, and only one can. "
                                     "Close it and try again.")
                         .arg(folder);
        return texts;
    }
    const QString program =
        holder.program.empty() ? StartDialog::tr("Another program") : isolated(holder.program);
    texts.text = StartDialog::tr("%1 (process %2) has the folder %3 open, and only one program "
                                 "can. Close it and try again.")
                     .arg(program, QString::number(holder.process), folder);
    texts.detail = StartDialog::tr("Close a window with File, Quit. Stop “portcullisctl serve” "
                                   "with Ctrl+C in its terminal, or with: %1")
                       .arg(isolated("kill " + std::to_string(holder.process)));
    return texts;
}

Texts textsOf(const Obstacle& obstacle)
{
    switch (obstacle.kind) {
    case Obstacle::Kind::Port:
        return portTexts(obstacle);
    case Obstacle::Kind::Folder:
        return folderTexts(obstacle);
    case Obstacle::Kind::Other:
        break;
    }
    return {StartDialog::tr("Portcullis cannot start"),
            describe(obstacle.error),
            toQString(obstacle.error.cause)};
}

} // namespace

StartDialog::StartDialog(const Obstacle& obstacle, QWidget* parent)
    : QDialog(parent)
    , m_obstacle(obstacle)
{
    setObjectName(QStringLiteral("startDialog"));
    setWindowTitle(tr("Portcullis"));
    setWindowIcon(applicationIcon());
    const Texts texts = textsOf(obstacle);
    auto* right = new QVBoxLayout;
    right->setSpacing(kGrid);
    right->addWidget(makeLabel(TextRole::Heading, texts.title));
    auto* text = makeLabel(TextRole::Body, texts.text);
    text->setObjectName(QStringLiteral("startText"));
    right->addWidget(text);
    if (!texts.detail.isEmpty()) {
        right->addWidget(makeLabel(TextRole::Muted, texts.detail));
    }
    if (obstacle.kind == Obstacle::Kind::Port) {
        right->addSpacing(kGrid);
        right->addWidget(buildPortField());
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    row->addWidget(makeIconLabel("warning", Tint::Warn, 32), 0, Qt::AlignTop);
    row->addLayout(right, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(3 * kGrid);
    column->addLayout(row);
    column->addLayout(buildButtons());
    setFixedWidth(kTextWidth + 10 * kGrid);
}

QWidget* StartDialog::buildPortField()
{
    m_port = new QSpinBox;
    m_port->setObjectName(QStringLiteral("port"));
    m_port->setRange(kFirstPort, kLastPort);
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_port->setValue(m_obstacle.port);
    offerFreePort();
    auto* another = makeButton(ButtonKind::Normal, tr("Any &free port"), "restart");
    another->setObjectName(QStringLiteral("freePort"));
    connect(another, &QPushButton::clicked, this, &StartDialog::offerFreePort);
    auto* both = new QWidget;
    both->setFocusProxy(m_port);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_port, 1);
    row->addWidget(another);
    auto* form = new Form;
    const QString hint = tr("It is kept for later starts. Clients that are already set up need "
                            "their new address.");
    form->addField(tr("&Port"), both, hint);
    nameForAccessibility(m_port, tr("Port"), hint);
    return form;
}

QLayout* StartDialog::buildButtons()
{
    auto* quit = makeButton(ButtonKind::Normal, tr("&Quit"));
    auto* again = makeButton(m_port == nullptr ? ButtonKind::Primary : ButtonKind::Normal,
                             tr("&Try again"),
                             m_port == nullptr ? nullptr : "restart");
    again->setObjectName(QStringLiteral("tryAgain"));
    connect(quit, &QPushButton::clicked, this, &QDialog::reject);
    connect(again, &QPushButton::clicked, this, [this] { choose({}); });
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(quit);
    row->addStretch();
    row->addWidget(again);
    again->setDefault(true);
    if (m_port != nullptr) {
        auto* use = makeButton(ButtonKind::Primary, tr("&Use this port"));
        use->setObjectName(QStringLiteral("usePort"));
        use->setDefault(true);
        connect(use, &QPushButton::clicked, this, [this] {
            choose({static_cast<std::uint16_t>(m_port->value())});
        });
        row->addWidget(use);
    }
    return row;
}

void StartDialog::offerFreePort()
{
    const auto port = freePortAfter(m_obstacle.host, static_cast<std::uint16_t>(m_port->value()));
    if (port != 0) {
        m_port->setValue(port);
    }
}

void StartDialog::choose(const Remedy& remedy)
{
    m_remedy = remedy;
    QDialog::accept();
}

} // namespace portcullis::desktop
