#include "ui/retention/reason_field.h"

#include "ui/text.h"
#include "ui/widgets/form.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPlainTextEdit>

namespace portcullis::ui {

namespace {

constexpr std::size_t kMostReasonBytes = 1000; // the log takes no longer ones
constexpr int kLines = 3;
constexpr int kFrame = 20; // above and below the text

QString say(const char* text)
{
    return QCoreApplication::translate("Retention", text);
}

} // namespace

ReasonField::ReasonField(Form& form, const QString& hint)
    : m_field(new QPlainTextEdit)
    , m_row(form.addField(say(QT_TRANSLATE_NOOP("Retention", "&Reason")), m_field, hint))
{
    m_field->setObjectName(QStringLiteral("reason"));
    m_field->setTabChangesFocus(true);
    m_field->setFixedHeight(kLines * m_field->fontMetrics().lineSpacing() + kFrame);
}

std::string ReasonField::text() const
{
    return toStdString(m_field->toPlainText().trimmed());
}

bool ReasonField::check()
{
    const std::string said = text();
    QString problem;
    if (said.empty()) {
        problem = say(QT_TRANSLATE_NOOP("Retention", "Give a reason, such as a case number."));
    } else if (said.size() > kMostReasonBytes) {
        problem = say(QT_TRANSLATE_NOOP("Retention", "Too long; say it in %1 letters."))
                      .arg(kMostReasonBytes);
    }
    m_row->showProblem(problem);
    if (!problem.isEmpty()) {
        m_row->focusField();
    }
    return problem.isEmpty();
}

} // namespace portcullis::ui
