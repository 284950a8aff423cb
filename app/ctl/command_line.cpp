#include "app/ctl/command_line.h"

#include "app/ctl/output.h"

#include <exception>

namespace portcullis::ctl {

namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, 1 failed, 2 wrong command line, 3 Portcullis is not running, is locked "
    "or\n"
    "is in use by another program. The manual page portcullisctl(1) says more.";

std::string checkUnlock(const std::string& text)
{
    const auto way = parseUnlockWay(text);
    return way ? std::string() : way.error().message;
}

bool takesData(CommandLine::Takes takes)
{
    return takes != CommandLine::Takes::Nothing && takes != CommandLine::Takes::Json;
}

bool takesJson(CommandLine::Takes takes)
{
    return takes == CommandLine::Takes::Json || takes == CommandLine::Takes::DataJson ||
           takes == CommandLine::Takes::DataUnlockJson;
}

bool takesUnlock(CommandLine::Takes takes)
{
    return takes == CommandLine::Takes::DataUnlock || takes == CommandLine::Takes::DataUnlockJson;
}

} // namespace

CommandLine::CommandLine()
    : m_root("The command line of Portcullis, the MCP gateway on this machine.", "portcullisctl")
{
    m_root.set_version_flag("--version", std::string("portcullisctl ") + PORTCULLIS_VERSION);
    m_root.require_subcommand(1);
    m_root.footer(kFooter);
}

CLI::App& CommandLine::group(const std::string& name, const std::string& description)
{
    CLI::App* added = m_root.add_subcommand(name, description);
    added->require_subcommand(1);
    return *added;
}

CLI::App& CommandLine::add(CLI::App& parent,
                           const std::string& name,
                           const std::string& description,
                           Takes takes,
                           const std::shared_ptr<Common>& common,
                           Work work)
{
    CLI::App* added = parent.add_subcommand(name, description);
    if (takesData(takes)) {
        CLI::Option* data =
            added->add_option("--data", common->data, "The data folder")->type_name("DIR");
        added->add_option("--socket", common->socket, "The control socket of a gateway that runs")
            ->type_name("PATH")
            ->excludes(data);
    }
    if (takesJson(takes)) {
        added->add_flag("--json", common->json, "Write JSON");
    }
    if (takesUnlock(takes)) {
        added
            ->add_option("--unlock",
                         common->unlock,
                         "Opens the data where no gateway runs: keychain, passphrase-file:PATH or "
                         "passphrase-fd:N")
            ->type_name("HOW")
            ->check(checkUnlock);
    }
    added->callback([this, common, work = std::move(work)] {
        if (!m_chosen) { // the innermost command of the line comes first
            m_common = common;
            m_chosen = work;
        }
    });
    return *added;
}

void CommandLine::onFolder(CLI::App& command)
{
    command.remove_option(command.get_option("--socket"));
}

ExitCode CommandLine::run(int argc, const char* const* argv)
{
    try {
        m_root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return m_root.exit(error) == 0 ? ExitCode::Ok : ExitCode::Usage;
    }
    return carryOut();
}

ExitCode CommandLine::carryOut() const
{
    try {
        const Result<ExitCode> done = m_chosen();
        if (done) {
            return *done;
        }
        report(done.error(), m_common->json);
        return exitCodeFor(done.error().code);
    } catch (const std::exception& error) {
        report({ErrorCode::Internal, "The command broke off.", error.what()}, m_common->json);
        return ExitCode::Failed;
    }
}

} // namespace portcullis::ctl
