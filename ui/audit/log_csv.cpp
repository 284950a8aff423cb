#include "ui/audit/log_csv.h"

#include <QDateTime>
#include <QStringList>

namespace portcullis::ui {

namespace {

QString utcText(std::int64_t micros)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(micros / 1000, Qt::UTC);
    return moment.toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"));
}

QString numberCell(const std::optional<std::int64_t>& number)
{
    return number ? QString::number(*number) : QString();
}

} // namespace

QString csvHead()
{
    return QStringLiteral("record,time,type,key,server,tool,client,outcome,reason,duration_us,"
                          "argument_bytes,result_bytes,call\r\n");
}

QString csvCell(const QString& text)
{
    QString cell = text;
    if (!cell.isEmpty() && QStringLiteral("=+-@\t\r").contains(cell.front())) {
        cell.prepend(QLatin1Char('\''));
    }
    const bool plain = cell.indexOf(QLatin1Char(',')) < 0 && cell.indexOf(QLatin1Char('"')) < 0 &&
                       cell.indexOf(QLatin1Char('\n')) < 0 && cell.indexOf(QLatin1Char('\r')) < 0;
    if (plain) {
        return cell;
    }
    cell.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') % cell % QLatin1Char('"');
}

QString csvLine(const LogRow& row)
{
    return QStringList{QString::number(row.n),
                       utcText(row.micros),
                       csvCell(row.type),
                       csvCell(row.key),
                       csvCell(row.server),
                       csvCell(row.tool),
                       csvCell(row.client),
                       csvCell(row.outcome),
                       csvCell(row.reason),
                       numberCell(row.durationMicros),
                       numberCell(row.argumentBytes),
                       numberCell(row.resultBytes),
                       csvCell(row.call)}
               .join(QLatin1Char(',')) %
           QLatin1String("\r\n");
}

} // namespace portcullis::ui
