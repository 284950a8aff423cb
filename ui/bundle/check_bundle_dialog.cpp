#include "ui/bundle/check_bundle_dialog.h"

#include "ui/audit/log_job.h"
#include "ui/bundle/bundle_file.h"
#include "ui/bundle/drop_area.h"
#include "ui/bundle/verdict_view.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/path_field.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr QSize kSize(620, 600);

std::optional<std::filesystem::path> pathIn(const PathField& field)
{
    const std::string path = toStdString(field.path());
    return path.empty() ? std::nullopt : std::optional<std::filesystem::path>(path);
}

} // namespace

CheckBundleDialog::CheckBundleDialog(api::BundleCheck check, QWidget* parent)
    : QDialog(parent)
    , m_check(std::move(check))
    , m_job(new LogJob(this))
    , m_drop(new DropArea)
    , m_compare(new QCheckBox(tr("Compare with what I &know of the log from elsewhere")))
    , m_pin(new QLineEdit)
    , m_previous(new PathField(PathField::Kind::File, tr("The bundle before this one")))
    , m_authority(new PathField(PathField::Kind::File, tr("Certificate of the authority")))
    , m_progress(new QProgressBar)
    , m_view(new VerdictView)
    , m_copy(makeButton(ButtonKind::Quiet, tr("Copy &verdict"), "copy"))
    , m_close(makeButton(ButtonKind::Normal, tr("Close")))
    , m_start(makeButton(ButtonKind::Primary, tr("&Check")))
    , m_scroll(new QScrollArea)
{
    setObjectName(QStringLiteral("checkBundleDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Check a bundle"));
    build();
    setRunning(false);
    resizeWithinScreen(*this, kSize);
}

CheckBundleDialog::~CheckBundleDialog()
{
    m_job->cancel();
}

void CheckBundleDialog::build()
{
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    nameForAccessibility(m_progress, tr("How far the check is"));
    m_compare->setObjectName(QStringLiteral("compareBundle"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("content"));
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, kGrid + kGrid / 2, 0);
    inner->setSpacing(2 * kGrid);
    inner->addWidget(
        makeLabel(TextRole::Muted,
                  tr("Shows whether an evidence bundle is as it was exported. Needs no gateway and "
                     "no network.")));
    inner->addWidget(m_drop);
    inner->addWidget(m_compare);
    inner->addWidget(buildKnown());
    inner->addWidget(m_progress);
    inner->addWidget(m_view);
    inner->addStretch(1);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid / 2, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_scroll, 1);
    column->addWidget(buildButtons());
    connect(
        m_drop, &DropArea::fileChosen, this, qOverload<const QString&>(&CheckBundleDialog::open));
    connect(m_compare, &QCheckBox::toggled, m_known, &QWidget::setVisible);
    connect(m_job, &LogJob::progressed, m_progress, &QProgressBar::setValue);
}

QWidget* CheckBundleDialog::buildKnown()
{
    m_pin->setObjectName(QStringLiteral("bundlePin"));
    m_pin->setFont(monospaceFont());
    m_pin->setLayoutDirection(Qt::LeftToRight);
    m_previous->edit().setObjectName(QStringLiteral("previousBundle"));
    m_authority->edit().setObjectName(QStringLiteral("bundleAuthority"));
    m_known = new Form;
    m_pinRow = m_known->addField(tr("&Pin"),
                                 m_pin,
                                 tr("Size and root of the log at another time, as SIZE:ROOT. May "
                                    "stay empty, as the others."));
    m_known->addField(tr("The &bundle before this one"),
                      m_previous,
                      tr("Shows that nothing is missing between the two."));
    m_known->addField(tr("Certificate of the &authority"),
                      m_authority,
                      tr("A PEM file: who may sign for the organisation."));
    m_known->hide();
    return m_known;
}

QWidget* CheckBundleDialog::buildButtons()
{
    m_copy->setObjectName(QStringLiteral("copyVerdict"));
    m_start->setObjectName(QStringLiteral("startBundleCheck"));
    m_start->setDefault(true);
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 3 * kGrid / 2, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_copy);
    row->addStretch(1);
    row->addWidget(m_close);
    row->addWidget(m_start);
    connect(m_copy, &QPushButton::clicked, this, &CheckBundleDialog::copy);
    connect(m_close, &QPushButton::clicked, this, &CheckBundleDialog::stopOrClose);
    connect(m_start, &QPushButton::clicked, this, &CheckBundleDialog::start);
    return buttons;
}

void CheckBundleDialog::setRunning(bool isRunning)
{
    m_isRunning = isRunning;
    m_known->setEnabled(!isRunning);
    m_compare->setEnabled(!isRunning);
    m_progress->setVisible(isRunning);
    m_start->setEnabled(!isRunning && !m_file.isEmpty());
    m_copy->setVisible(m_verdict.has_value());
    m_close->setText(isRunning ? tr("Stop") : tr("Close"));
}

void CheckBundleDialog::choose()
{
    m_drop->choose();
}

void CheckBundleDialog::open(const QString& file)
{
    m_file = file;
    m_drop->showFile(file);
    start();
}

std::optional<api::BundleCheckOptions> CheckBundleDialog::options()
{
    api::BundleCheckOptions options;
    m_pinRow->showProblem({});
    if (!m_compare->isChecked()) {
        return options;
    }
    if (const std::string pin = toStdString(m_pin->text().trimmed()); !pin.empty()) {
        auto head = api::parsePin(pin);
        if (!head) {
            m_pinRow->showProblem(tr("Write it as SIZE:ROOT, as a checkpoint shows it."));
            m_pinRow->focusField();
            return std::nullopt;
        }
        options.pin = std::move(*head);
    }
    options.previous = pathIn(*m_previous);
    options.authority = pathIn(*m_authority);
    return options;
}

void CheckBundleDialog::start()
{
    auto known = options();
    m_verdict.reset();
    m_view->clear();
    const unsigned number = ++m_checks;
    const api::JobWatch watch = m_job->begin(); // a check before this one is called off
    if (!known) {
        setRunning(false);
        return;
    }
    if (const QString why = whyNoBundle(m_file); !why.isEmpty()) {
        setRunning(false);
        m_view->showProblem(tr("This is no evidence bundle"), why);
        bringVerdictIntoView();
        return;
    }
    known->progress = watch.progress;
    known->stop = watch.stop;
    m_progress->setValue(0);
    setRunning(true);
    m_thread = std::jthread([this,
                             number,
                             check = m_check,
                             file = std::filesystem::path(toStdString(m_file)),
                             asked = std::move(*known)] {
        QMetaObject::invokeMethod(
            this,
            [this, number, verdict = check(file, asked)] { take(number, verdict); },
            Qt::QueuedConnection);
    });
}

void CheckBundleDialog::take(unsigned check, const Result<api::BundleVerdict>& verdict)
{
    if (check != m_checks) {
        return; // another one has begun
    }
    if (verdict) {
        m_verdict = *verdict;
        m_view->showVerdict(*verdict);
    } else if (verdict.error().code != ErrorCode::Cancelled) {
        m_view->showProblem(tr("The bundle could not be checked"), describe(verdict.error()));
    }
    setRunning(false);
    bringVerdictIntoView();
}

void CheckBundleDialog::bringVerdictIntoView()
{
    // Only the layout that follows knows how much room the verdict takes.
    QMetaObject::invokeMethod(
        this, [this] { m_scroll->ensureWidgetVisible(m_view, 0, 0); }, Qt::QueuedConnection);
}

void CheckBundleDialog::stopOrClose()
{
    if (m_isRunning) {
        m_job->cancel();
    } else {
        reject();
    }
}

void CheckBundleDialog::copy() const
{
    QGuiApplication::clipboard()->setText(QFileInfo(m_file).fileName() % QLatin1Char('\n') %
                                          toQString(m_verdict->text()));
}

} // namespace portcullis::ui
