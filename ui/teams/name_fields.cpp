#include "ui/teams/name_fields.h"

#include "ui/text.h"
#include "ui/widgets/form.h"

#include <QLineEdit>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kMostId = 40;
constexpr int kMostName = 80;

bool isLetterOrDigit(QChar c)
{
    return (c >= QLatin1Char('a') && c <= QLatin1Char('z')) ||
           (c >= QLatin1Char('A') && c <= QLatin1Char('Z')) ||
           (c >= QLatin1Char('0') && c <= QLatin1Char('9'));
}

bool isShortName(const QString& id)
{
    return !id.isEmpty() && id.size() <= kMostId && isLetterOrDigit(id.front()) &&
           std::ranges::all_of(
               id, [](QChar c) { return isLetterOrDigit(c) || QStringLiteral("._-").contains(c); });
}

} // namespace

QString suggestShortName(const QString& name, const std::vector<std::string>& taken)
{
    QString id;
    for (const QChar c : name.toLower()) {
        if (isLetterOrDigit(c)) {
            id += c;
        } else if (!id.isEmpty() && !id.endsWith(QLatin1Char('-'))) {
            id += QLatin1Char('-');
        }
    }
    id.truncate(kMostId);
    while (id.endsWith(QLatin1Char('-'))) {
        id.chop(1);
    }
    QString unique = id;
    for (int i = 2; std::ranges::find(taken, toStdString(unique)) != taken.end(); ++i) {
        const QString number = QStringLiteral("-%1").arg(i);
        unique = id.left(kMostId - number.size()) + number;
    }
    return unique;
}

NameFields::NameFields(
    Form& form, const std::string& id, const std::string& name, Taken taken, QObject* parent)
    : QObject(parent)
    , m_taken(std::move(taken))
    , m_new(id.empty())
    , m_name(new QLineEdit(toQString(name)))
    , m_id(new QLineEdit(toQString(id)))
{
    m_name->setObjectName(QStringLiteral("ownerName"));
    m_id->setObjectName(QStringLiteral("ownerId"));
    m_id->setReadOnly(!m_new);
    m_nameRow = form.addField(tr("&Name"), m_name, tr("For people; may be changed at any time."));
    m_idRow = form.addField(
        tr("&Short name"),
        m_id,
        m_new ? tr("For records and commands: up to 40 letters, digits, hyphens, dots and "
                   "underscores. It cannot be changed later.")
              : tr("It stands in records and commands, so it cannot change any more."));
    connect(m_name, &QLineEdit::textEdited, this, &NameFields::suggest);
    connect(m_id, &QLineEdit::textEdited, this, [this] { m_idTyped = !m_id->text().isEmpty(); });
}

void NameFields::suggest()
{
    if (m_new && !m_idTyped) {
        m_id->setText(suggestShortName(m_name->text(), m_taken.ids));
    }
}

QString NameFields::nameProblem() const
{
    const QString text = m_name->text().trimmed();
    const bool printable = std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
    if (!printable || text.toUcs4().size() > kMostName) {
        return tr("Use at most 80 characters that can be printed.");
    }
    const bool taken = std::ranges::find(m_taken.names, toStdString(text)) != m_taken.names.end();
    return taken && !text.isEmpty() ? tr("Another one has this name; choose a different one.")
                                    : QString();
}

QString NameFields::idProblem() const
{
    if (!m_new) {
        return {};
    }
    if (!isShortName(m_id->text().trimmed())) {
        return tr("Use 1 to 40 letters of the English alphabet, digits, hyphens, dots and "
                  "underscores, beginning with a letter or digit.");
    }
    const bool taken = std::ranges::find(m_taken.ids, id()) != m_taken.ids.end();
    return taken ? tr("Another one has this short name; choose a different one.") : QString();
}

bool NameFields::check()
{
    m_nameRow->showProblem(nameProblem());
    m_idRow->showProblem(idProblem());
    if (!m_nameRow->problem().isEmpty()) {
        m_nameRow->focusField();
        return false;
    }
    if (!m_idRow->problem().isEmpty()) {
        m_idRow->focusField();
        return false;
    }
    return true;
}

std::string NameFields::id() const
{
    return toStdString(m_id->text().trimmed());
}

std::string NameFields::name() const
{
    return toStdString(m_name->text().trimmed());
}

void NameFields::focusName()
{
    m_name->setFocus();
}

} // namespace portcullis::ui
