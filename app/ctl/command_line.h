#pragma once

#include "app/ctl/common.h"
#include "app/ctl/exit_code.h"
#include "app/ctl/option_values.h"
#include "gateway/base/result.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>

namespace portcullis::ctl {

// The commands and the one that was asked for. A command is declared with its options, which live
// as long as this object, and runs after the whole line has been read.
// Owner: main. Thread: main. Errors: a wrong line ends with ExitCode::Usage and a sentence.
class CommandLine
{
public:
    using Work = std::function<Result<ExitCode>()>;

    CommandLine();

    [[nodiscard]] CLI::App& root() { return m_root; }

    // A command that only holds others.
    [[nodiscard]] CLI::App& group(const std::string& name, const std::string& description);

    // A command. `common` gets --data, --json and --unlock as far as asked for.
    enum class Takes
    {
        Nothing,
        Json,       // --json
        Data,       // --data
        DataJson,   // --data --json
        DataUnlock, // --data --unlock
        DataUnlockJson
    };
    CLI::App& add(CLI::App& parent,
                  const std::string& name,
                  const std::string& description,
                  Takes takes,
                  const std::shared_ptr<Common>& common,
                  Work work);

    // For a command that works on the data folder itself: takes --socket away from it.
    static void onFolder(CLI::App& command);

    [[nodiscard]] ExitCode run(int argc, const char* const* argv);

private:
    [[nodiscard]] ExitCode carryOut() const;

    CLI::App m_root;
    Work m_chosen;
    std::shared_ptr<Common> m_common; // of the chosen command
};

} // namespace portcullis::ctl
