#include "ui/servers/server_problems.h"

#include "ui/text.h"

#include <QCoreApplication>

#include <string_view>

namespace portcullis::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("ServerProblems", text);
}

// The rule as the gateway words it, as a sentence of its own.
QString sentenceOf(const api::BrokenRule& rule)
{
    QString text = toQString(rule.what);
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    return text + QLatin1Char('.');
}

QString pathProblem()
{
    return say(
        QT_TRANSLATE_NOOP("ServerProblems", "Give the whole path, beginning with /, or nothing."));
}

// Certificate or key: missing beside the other one, or no path.
QString pairProblem(const std::string& path)
{
    return path.empty()
               ? say(QT_TRANSLATE_NOOP(
                     "ServerProblems",
                     "Choose this file, too: the certificate and its private key belong together."))
               : pathProblem();
}

} // namespace

QString describe(const api::BrokenRule& rule, const api::ServerConfig& server)
{
    const std::string_view member = rule.member;
    if (member == "/id") {
        return say(QT_TRANSLATE_NOOP("ServerProblems",
                                     "Use 1 to 12 small letters, digits and hyphens, beginning "
                                     "with a letter. “gateway” is taken."));
    }
    if (member == "/name") {
        return say(
            QT_TRANSLATE_NOOP("ServerProblems", "Use at most 80 characters that can be printed."));
    }
    if (member == "/protocol") {
        return say(QT_TRANSLATE_NOOP("ServerProblems",
                                     "The transport HTTP+SSE has sessions only: choose another "
                                     "protocol here, or the newer transport."));
    }
    if (member == "/command" && server.command.empty()) {
        return say(QT_TRANSLATE_NOOP("ServerProblems", "Name the program to start."));
    }
    if (member == "/clientCertFile") {
        return pairProblem(server.clientCertFile);
    }
    if (member == "/clientKeyFile") {
        return pairProblem(server.clientKeyFile);
    }
    if (member == "/clientKeyPassphrase" && server.clientKeyFile.empty()) {
        return say(QT_TRANSLATE_NOOP("ServerProblems",
                                     "Choose the private key file that this passphrase opens."));
    }
    if (member == "/caFile" || member == "/workingDirectory") {
        return pathProblem();
    }
    if (member == "/proxy") {
        return say(QT_TRANSLATE_NOOP(
            "ServerProblems",
            "Give the proxy's address with its port, such as http://proxy.example:3128."));
    }
    return sentenceOf(rule);
}

} // namespace portcullis::ui
