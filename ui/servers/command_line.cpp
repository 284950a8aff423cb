#include "ui/servers/command_line.h"

#include <algorithm>

namespace portcullis::ui {

namespace {

bool isPlain(QChar c)
{
    return c.isLetterOrNumber() || QStringLiteral("@%+=:,./_-~").contains(c);
}

QString quotedPart(const QString& part)
{
    if (!part.isEmpty() && std::ranges::all_of(part, isPlain)) {
        return part;
    }
    QString text = part;
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    text.replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

// What has been read of a command line.
struct Reader
{
    QStringList parts;
    QString part;
    QChar quote;       // null outside quotes
    bool open = false; // a part has begun
    bool escaped = false;

    void read(QChar c)
    {
        if (escaped) {
            part += c;
            escaped = false;
        } else if (c == QLatin1Char('\\') && quote != QLatin1Char('\'')) {
            escaped = open = true;
        } else if (!quote.isNull()) {
            if (c == quote) {
                quote = {};
            } else {
                part += c;
            }
        } else if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
            quote = c;
            open = true;
        } else if (c.isSpace()) {
            finishPart();
        } else {
            part += c;
            open = true;
        }
    }

    void finishPart()
    {
        if (open) {
            parts.push_back(part);
        }
        part.clear();
        open = false;
    }
};

} // namespace

std::optional<QStringList> splitCommandLine(const QString& line)
{
    Reader reader;
    for (const QChar c : line) {
        reader.read(c);
    }
    if (reader.escaped || !reader.quote.isNull()) {
        return std::nullopt;
    }
    reader.finishPart();
    return reader.parts;
}

QString joinCommandLine(const QStringList& parts)
{
    QStringList quoted;
    for (const QString& part : parts) {
        quoted.push_back(quotedPart(part));
    }
    return quoted.join(QLatin1Char(' '));
}

} // namespace portcullis::ui
