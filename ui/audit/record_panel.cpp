#include "ui/audit/record_panel.h"

#include "ui/activity/activity_model.h"
#include "ui/audit/audit_model.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QCryptographicHash>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr qsizetype kHashGroup = 8;

QJsonObject parsed(const std::string& text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

QString textOf(const QJsonObject& object, const char* name)
{
    return object[QLatin1String(name)].toString();
}

// RFC 6962 §2.1: what the tree of the log has of a record. In groups, to be compared by eye.
QString leafOf(const std::string& header)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray(1, '\0'));
    hash.addData(QByteArray::fromStdString(header));
    QString text = QString::fromLatin1(hash.result().toHex());
    for (qsizetype place = text.size() - kHashGroup; place > 0; place -= kHashGroup) {
        text.insert(place, QLatin1Char(' '));
    }
    return text;
}

QString pretty(const std::string& text)
{
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    return QString::fromUtf8(document.toJson(QJsonDocument::Indented)).trimmed();
}

} // namespace

RecordPanel::RecordPanel(GatewayBridge& bridge, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_empty(new EmptyState(
          "shield",
          tr("No record selected"),
          tr("Choose a record to see who asked, what was decided and what came of it.")))
{
    m_record = buildRecord();
    column().addWidget(m_empty, 1);
    column().addWidget(m_record, 1);
    clear();
}

QWidget* RecordPanel::buildRecord()
{
    auto* widget = new QWidget;
    auto* chain = new QVBoxLayout(widget);
    chain->setContentsMargins(0, 0, 0, 0);
    chain->setSpacing(kGrid + kGrid / 2);
    m_client = addLink(*chain, "keys", tr("Client"));
    m_decision = addLink(*chain, "shield", tr("Decision"));
    m_budget = addLink(*chain, "overview", tr("Budget"));
    m_upstream = addLink(*chain, "servers", tr("Server"));
    m_result = addLink(*chain, "done", tr("Result"));
    m_proof = addLink(*chain, "lock", tr("Proof"));
    m_recorded = new CopyField(CopyField::Shape::Block, tr("Record in the log"));
    chain->addWidget(m_recorded, 1);
    return widget;
}

RecordPanel::Link RecordPanel::addLink(QVBoxLayout& chain, const char* icon, const QString& title)
{
    Link link;
    link.widget = new QWidget;
    auto* row = new QHBoxLayout(link.widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(makeIconLabel(icon, Tint::Accent), 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeLabel(TextRole::Subheading, title));
    link.text = makeLabel(TextRole::Body);
    link.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    letShrink(link.text);
    texts->addWidget(link.text);
    row->addLayout(texts, 1);
    chain.addWidget(link.widget);
    return link;
}

void RecordPanel::fill(const Link& link, const QStringList& lines)
{
    QStringList said = lines;
    said.removeAll(QString());
    link.widget->setVisible(!said.isEmpty());
    link.text->setText(said.join(QLatin1Char('\n')));
}

void RecordPanel::clear()
{
    m_n = -1;
    setName({});
    m_record->hide();
    m_empty->show();
}

void RecordPanel::showRecord(const LogRow& row)
{
    if (m_n == row.n) {
        return;
    }
    m_n = row.n;
    setName(row.tool.isEmpty() ? kindText(row) : isolated(row.tool));
    m_empty->hide();
    m_record->show();
    for (const Link& link : {m_client, m_decision, m_budget, m_upstream, m_result, m_proof}) {
        fill(link, {});
    }
    m_recorded->setPlaceholder(tr("Reading the log…"));
    m_recorded->setText({});
    m_bridge.callDetails(row.n, this, [this, n = row.n](Result<api::CallDetails> details) {
        if (n != m_n) {
            return; // another record was chosen meanwhile
        }
        if (details) {
            showDetails(*details);
        } else {
            m_recorded->setPlaceholder(describe(details.error()));
        }
    });
}

void RecordPanel::showDetails(const api::CallDetails& details)
{
    const bool denied = details.intentBody.empty();
    const QJsonObject asked = parsed(denied ? details.outcomeBody : details.intentBody);
    showClient(details.row, asked);
    showDecision(details.row, asked);
    showResult(details, asked);
    showProof(details);
}

void RecordPanel::showClient(const api::ActivityRow& row, const QJsonObject& asked)
{
    const QJsonObject caller = asked[QStringLiteral("caller")].toObject();
    const QString by = textOf(asked, "by");
    fill(m_client,
         {row.client.empty() ? QString() : toQString(row.client),
          row.key.empty() ? QString() : tr("Key %1").arg(keyText(m_bridge.config(), row.key)),
          caller.isEmpty() ? QString()
                           : QString(textOf(caller, "transport") % QLatin1Char(' ') %
                                     revisionText(toStdString(textOf(caller, "revision"))))
                                 .trimmed(),
          by.isEmpty() ? QString() : tr("By %1").arg(by)});
}

void RecordPanel::showDecision(const api::ActivityRow& row, const QJsonObject& asked)
{
    const QJsonObject policy = asked[QStringLiteral("policy")].toObject();
    const QString rule = textOf(policy, "rule");
    const bool allowed = textOf(policy, "decision") == QLatin1String("allow");
    fill(m_decision,
         {policy.isEmpty() ? QString()
          : allowed        ? tr("Allowed")
                           : describe(row).title,
          rule.isEmpty() ? QString() : tr("By the rule %1").arg(isolated(rule)),
          allowed || policy.isEmpty() ? QString() : describe(row).explanation});
    const QJsonObject budget = asked[QStringLiteral("budget")].toObject();
    fill(m_budget,
         {budget.isEmpty()
              ? QString()
              : QString::fromUtf8(QJsonDocument(budget).toJson(QJsonDocument::Compact))});
}

void RecordPanel::showResult(const api::CallDetails& details, const QJsonObject& asked)
{
    const api::ActivityRow& row = details.row;
    const QJsonObject ended = parsed(details.outcomeBody);
    const qint64 upstream = ended[QStringLiteral("upstream_us")].toInteger(-1);
    fill(m_upstream,
         {row.server.empty() ? QString() : serverText(m_bridge.config(), row.server),
          textOf(asked[QStringLiteral("server")].toObject(), "ver"),
          upstream < 0 ? QString() : tr("Answered in %1").arg(durationText(upstream))});
    const bool isCall = !details.intentBody.empty();
    fill(m_result,
         {isCall ? describe(row).title : QString(),
          isCall && row.durationMicros > 0 ? tr("%1 in all").arg(durationText(row.durationMicros))
                                           : QString(),
          isCall ? tr("%1 sent, %2 received")
                       .arg(bytesText(row.argumentBytes), bytesText(row.resultBytes))
                 : QString(),
          textOf(ended, "result") == QLatin1String("findings") ? tr("With findings") : QString(),
          textOf(ended, "comment")});
}

void RecordPanel::showProof(const api::CallDetails& details)
{
    QStringList proof;
    QStringList recorded;
    for (const auto& [header, body] : {std::pair{&details.intentHeader, &details.intentBody},
                                       std::pair{&details.outcomeHeader, &details.outcomeBody}}) {
        if (!header->empty()) {
            proof << tr("Record %1, leaf %2")
                         .arg(parsed(*header)[QStringLiteral("n")].toInteger())
                         .arg(leafOf(*header));
            recorded << pretty(*header) << pretty(*body);
        }
    }
    const std::string& call = details.row.call.str();
    proof << (call.empty() ? QString() : tr("Call %1").arg(isolated(call)));
    fill(m_proof, proof);
    m_recorded->setText(recorded.join(QStringLiteral("\n\n")));
}

} // namespace portcullis::ui
