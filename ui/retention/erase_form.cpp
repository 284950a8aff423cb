#include "ui/retention/erase_form.h"

#include "ui/retention/record_choice.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"

#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

QLineEdit* makeLine(const char* name)
{
    auto* line = new QLineEdit;
    line->setObjectName(QLatin1String(name));
    return line;
}

FormRow* addRecords(Form& form, QLineEdit* records, QLineEdit* containing)
{
    auto* row = new FormRow(EraseForm::tr("Record &numbers"),
                            records,
                            EraseForm::tr("One, or a range such as 100-199. Empty for all."));
    form.addPair(row,
                 new FormRow(EraseForm::tr("With this te&xt in them"),
                             containing,
                             EraseForm::tr("Letter by letter. It is not recorded.")));
    return row;
}

} // namespace

EraseForm::EraseForm(const api::GatewayConfig& config,
                     const api::RecordFilter& suggested,
                     QWidget* parent)
    : QWidget(parent)
    , m_choice(new RecordChoice(config))
    , m_form(new Form)
    , m_records(makeLine("recordNumbers"))
    , m_containing(makeLine("containing"))
    , m_recordsRow(addRecords(*m_form, m_records, m_containing))
    , m_reason(*m_form,
               tr("It stands in the log for ever: do not repeat in it what is to be erased."))
{
    m_choice->setFilter(suggested);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_choice);
    column->addWidget(m_form);
    column->addStretch(1);
    connect(m_choice, &RecordChoice::changed, this, &EraseForm::changed);
    for (const QLineEdit* line : {m_records, m_containing}) {
        connect(line, &QLineEdit::textChanged, this, &EraseForm::changed);
    }
}

bool EraseForm::readRecords(api::EraseRequest& request)
{
    static const QRegularExpression kRange(
        QStringLiteral(R"(^(\d{1,15})(?:\s*[-–]\s*(\d{1,15}))?$)"));
    const QString text = m_records->text().trimmed();
    m_recordsRow->showProblem({});
    if (text.isEmpty()) {
        return true;
    }
    const QRegularExpressionMatch match = kRange.match(text);
    const qint64 first = match.captured(1).toLongLong();
    const qint64 last = match.captured(2).isEmpty() ? first : match.captured(2).toLongLong();
    if (!match.hasMatch() || last < first) {
        m_recordsRow->showProblem(tr("Write one number, or the first and the last: 100-199."));
        m_recordsRow->focusField();
        return false;
    }
    request.records = api::NumberRange{first, last + 1};
    return true;
}

std::optional<api::EraseRequest> EraseForm::request()
{
    const auto within = m_choice->filter();
    api::EraseRequest request;
    if (!within || !readRecords(request)) {
        return std::nullopt;
    }
    request.within = *within;
    request.containing = toStdString(m_containing->text());
    return request;
}

std::string EraseForm::reason()
{
    return m_reason.check() ? m_reason.text() : std::string();
}

void EraseForm::focusFirst()
{
    m_choice->focusFirst();
}

} // namespace portcullis::ui
