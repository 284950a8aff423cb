#pragma once

#include "app/ctl/demo_client.h"
#include "app/ctl/demo_place.h"
#include "app/ctl/exit_code.h"
#include "gateway/base/result.h"

#include <memory>
#include <string>
#include <vector>

namespace portcullis::ctl {

// Walks through what Portcullis promises, against a gateway of its own in a throw-away folder, over
// real HTTP and with a real child process as server.
//
// Owner: the demo command. Thread: main. Errors: a step that fails says what was expected;
// everything is cleaned up either way.
class Demo
{
public:
    [[nodiscard]] ExitCode run();

private:
    using Step = Result<> (Demo::*)();

    void step(const char* what, Step work);

    // Before there are keys.
    Result<> start();
    Result<> lockedAnswers503();
    Result<> open();
    Result<> makeKeys();
    // Who may come in.
    Result<> missingKeyIs401();
    Result<> wrongKeyIs401();
    // What an allowed client sees.
    Result<> initializes();
    Result<> listsOnlyAllowed();
    Result<> callsAllowed();
    Result<> hiddenEqualsUnknown();
    Result<> otherKeyOtherRights();
    Result<> progressArrives();
    Result<> statelessEra();
    Result<> disabledKeyIs401();
    // What goes wrong.
    Result<> crashIsAnError();
    Result<> serverComesBack();
    // What was written down.
    Result<> logHoldsTheCall();
    Result<> logHoldsTheRefusals();
    Result<> logIsEncrypted();
    Result<> stops();

    std::unique_ptr<DemoPlace> m_place;
    std::unique_ptr<DemoClient> m_analyst;
    std::unique_ptr<DemoClient> m_clerk;
    std::string m_clerkId;
    int m_steps = 0;
    int m_failed = 0;
};

} // namespace portcullis::ctl
