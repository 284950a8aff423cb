#include "ui/bundle/verdict_view.h"

#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/labels.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

QString linesOf(const std::vector<std::string>& lines)
{
    QStringList texts;
    for (const std::string& line : lines) {
        texts << toQString(line);
    }
    return texts.join(QLatin1Char('\n'));
}

// A sentence of the check's, which follows a colon in its own output.
QString sentence(const std::string& text)
{
    QString said = toQString(text);
    return said.isEmpty() ? said : said.left(1).toUpper() + said.mid(1);
}

QString joined(const QStringList& parts)
{
    QStringList said = parts;
    said.removeAll(QString());
    return said.join(QStringLiteral(", "));
}

} // namespace

VerdictView::VerdictView(QWidget* parent)
    : QWidget(parent)
    , m_banner(new Banner(Banner::Closing::ByCode))
    , m_details(new QWidget)
    , m_facts(new QFormLayout(m_details))
    , m_log(addFact(tr("Log")))
    , m_exported(addFact(tr("Exported")))
    , m_askedBy(addFact(tr("Asked for by")))
    , m_purpose(addFact(tr("Purpose")))
    , m_range(addFact(tr("Records")))
    , m_scope(addFact(tr("Shown of")))
    , m_counts(addFact(tr("Content")))
    , m_signatures(addFact(tr("Signed by")))
    , m_said(addFact(tr("Found")))
    , m_checkpoint(new CopyField(CopyField::Shape::Line, tr("Checkpoint")))
{
    m_banner->setObjectName(QStringLiteral("bundleVerdict"));
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(2 * kGrid);
    m_facts->setVerticalSpacing(kGrid / 2);
    m_checkpoint->setObjectName(QStringLiteral("bundleCheckpoint"));
    auto* caption = makeLabel(TextRole::Muted, tr("Checkpoint"));
    caption->setWordWrap(false);
    m_facts->addRow(caption, m_checkpoint);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_banner);
    column->addWidget(m_details);
    clear();
}

QLabel* VerdictView::addFact(const QString& caption)
{
    auto* value = makeLabel(TextRole::Body);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    letShrink(value);
    auto* name = makeLabel(TextRole::Muted, caption);
    name->setWordWrap(false);
    m_facts->addRow(name, value);
    return value;
}

void VerdictView::say(QLabel* fact, const QString& text)
{
    fact->setText(text);
    fact->setVisible(!text.isEmpty());
    m_facts->labelForField(fact)->setVisible(!text.isEmpty());
}

void VerdictView::clear()
{
    m_banner->hide();
    m_details->hide();
}

void VerdictView::showProblem(const QString& title, const QString& text)
{
    m_details->hide();
    m_banner->showMessage(Tone::Bad, title, text);
}

void VerdictView::showVerdict(const api::BundleVerdict& verdict)
{
    switch (verdict.status) {
    case api::BundleVerdict::Status::Valid:
        m_banner->showMessage(Tone::Good,
                              tr("Valid"),
                              tr("Nothing was changed, and nothing between the first and the last "
                                 "record is missing."));
        break;
    case api::BundleVerdict::Status::Incomplete:
        m_banner->showMessage(Tone::Warn, tr("Valid, but incomplete"), sentence(verdict.sentence));
        break;
    case api::BundleVerdict::Status::Invalid:
        showProblem(tr("Not valid"), sentence(verdict.sentence));
        return;
    }
    showFacts(verdict);
    m_details->show();
}

void VerdictView::showFacts(const api::BundleVerdict& verdict)
{
    const api::BundleVerdict::Declared& declared = verdict.declared;
    say(m_log, isolated(verdict.origin));
    say(m_exported, declared.created ? exactTimeText(*declared.created) : QString());
    say(m_askedBy, joined({toQString(declared.requestedBy), toQString(declared.organisation)}));
    say(m_purpose, toQString(declared.purpose));
    const QString size = numberText(verdict.size);
    say(m_range,
        verdict.begin < verdict.end
            ? tr("%1 to %2 of %3").arg(numberText(verdict.begin), numberText(verdict.end - 1), size)
            : tr("None of %1").arg(size));
    say(m_scope, toQString(verdict.scope));
    say(m_counts,
        tr("%1 records, %2 bodies, %3 values shown, %4 withheld")
            .arg(numberText(verdict.counts.headers),
                 numberText(verdict.counts.bodies),
                 numberText(verdict.counts.values),
                 numberText(verdict.counts.withheld)));
    say(m_signatures,
        verdict.signedBy.empty()
            ? tr("The log's own keys")
            : tr("The log's own keys, and %1").arg(isolated(verdict.signedBy)));
    say(m_said, linesOf(verdict.said));
    m_checkpoint->setText(toQString(api::formatPin({verdict.origin, verdict.size, verdict.root})));
}

} // namespace portcullis::ui
