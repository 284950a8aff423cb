#include "gateway/upstream/environment.h"
#include "gateway/upstream/fingerprint.h"
#include "tests/gateway/upstream/harness.h"

#include <gmock/gmock.h>

#include <fstream>

namespace portcullis::upstream::test {

namespace {

// A server whose era has to be found out.
class Probed
{
public:
    explicit Probed(Loop& loop, std::vector<std::string> arguments)
        : upstream(loop, withStarts(std::move(arguments)))
    {
        upstream.settings.config.protocol = api::ProtocolChoice::Auto;
    }

    int starts() const
    {
        std::ifstream file(m_file);
        int lines = 0;
        for (std::string line; std::getline(file, line);) {
            ++lines;
        }
        return lines;
    }

private:
    std::vector<std::string> withStarts(std::vector<std::string> arguments)
    {
        m_file = m_folder.path() / "starts";
        arguments.push_back("starts=" + m_file.string());
        return arguments;
    }

    portcullis::test::TempFolder m_folder;
    std::filesystem::path m_file;

public:
    Upstream upstream;
};

void expectEra(std::vector<std::string> arguments, const std::string& revision, int processes)
{
    Loop loop;
    Probed probed(loop, std::move(arguments));
    const auto started = probed.upstream.start();
    ASSERT_TRUE(started) << started.error().message;
    EXPECT_EQ(probed.upstream.server().status().revision, revision);
    EXPECT_EQ(probed.starts(), processes);
    EXPECT_THAT(probed.upstream.text("echo"), testing::StartsWith("{}"));
    ASSERT_EQ(probed.upstream.verdicts.size(), 1U);
    EXPECT_EQ(protocol::revisionName(probed.upstream.verdicts[0].revision), revision);
}

} // namespace

TEST(Probe, FindsTheStatelessEra)
{
    expectEra({"era=stateless"}, "2026-07-28", 1);
}

TEST(Probe, FindsTheSessionEraByAnyOtherError)
{
    for (const char* code : {"-32601", "-32602", "-32600", "-32000", "-32001", "7"}) {
        expectEra({std::string("probe=") + code}, "2025-11-25", 1);
    }
}

TEST(Probe, TakesAnUnrelatedSuccessForTheSessionEra)
{
    expectEra({"era=unrelated"}, "2025-11-25", 1);
}

TEST(Probe, TakesAListOfSessionRevisionsForTheSessionEra)
{
    expectEra({"era=dual"}, "2025-11-25", 1);
}

TEST(Probe, TakesTheRevisionsOfARefusal)
{
    expectEra({"probe=-32022"}, "2025-11-25", 1);
}

TEST(Probe, ShakesHandsWithAFreshProcessAfterSilence)
{
    expectEra({"era=silent"}, "2025-11-25", 2);
}

TEST(Probe, ShakesHandsWithAFreshProcessAfterAnExit)
{
    expectEra({"era=exits"}, "2025-11-25", 2);
}

TEST(Probe, ShakesHandsWithAFreshProcessAfterGarbage)
{
    expectEra({"era=garbage"}, "2025-11-25", 2);
}

TEST(Probe, RemembersTheVerdict)
{
    Loop loop;
    Probed first(loop, {"era=silent"});
    ASSERT_TRUE(first.upstream.start());
    loop.await(first.upstream.server().stop());
    ASSERT_EQ(first.starts(), 2);
    ASSERT_TRUE(first.upstream.start());
    EXPECT_EQ(first.starts(), 3);
    EXPECT_EQ(first.upstream.verdicts.size(), 1U);

    Upstream later(loop);
    later.settings = first.upstream.settings;
    later.settings.verdict = first.upstream.verdicts[0];
    ASSERT_TRUE(later.start());
    EXPECT_EQ(first.starts(), 4);
}

TEST(Probe, ForgetsAVerdictAboutAnotherCommandOrAnOldOne)
{
    Loop loop;
    Probed other(loop, {"era=silent"});
    other.upstream.settings.verdict = EraVerdict{"of something else", protocol::kNewestSession, 0};
    ASSERT_TRUE(other.upstream.start());
    EXPECT_EQ(other.starts(), 2);
}

TEST(Probe, ProbesAgainWhenAStatelessVerdictIsStale)
{
    Loop loop;
    Probed probed(loop, {});
    ASSERT_TRUE(probed.upstream.start());
    EraVerdict stale = probed.upstream.verdicts.at(0);
    stale.revision = protocol::kNewestStateless;
    Upstream later(loop);
    later.settings = probed.upstream.settings;
    later.settings.verdict = stale;
    ASSERT_TRUE(later.start());
    EXPECT_EQ(later.server().status().revision, "2025-11-25");
}

TEST(Probe, ChecksAnOldSessionVerdictBesideTheLiveServer)
{
    Loop loop;
    Probed probed(loop, {});
    ASSERT_TRUE(probed.upstream.start());
    EraVerdict old = probed.upstream.verdicts.at(0);
    old.probedMicros = 0;
    Upstream later(loop);
    later.settings = probed.upstream.settings;
    later.settings.verdict = old;
    ASSERT_TRUE(later.start());
    EXPECT_TRUE(loop.until([&] { return later.verdicts.size() == 1; }));
    EXPECT_EQ(protocol::eraOf(later.verdicts[0].revision), protocol::Era::Session);
    EXPECT_GT(later.verdicts[0].probedMicros, old.probedMicros);
    EXPECT_EQ(probed.starts(), 3) << "one for the verdict, the live one, one to check";
    EXPECT_EQ(later.text("echo"), "{}");
    EXPECT_EQ(later.server().status().restarts, 0U);
}

TEST(Probe, TakesTheNewEraOfAnOldServerFromItsNextStartOn)
{
    Loop loop;
    Upstream upstream(loop);
    const std::string starts = (upstream.folder.path() / "starts").string();
    upstream.settings.config.protocol = api::ProtocolChoice::Auto;
    upstream.settings.config.command = {
        "sh",
        "-c",
        "echo x >> \"$1\"; test $(wc -l < \"$1\") = 1 && exec \"$0\"; exec \"$0\" era=stateless",
        PORTCULLIS_TEST_SERVER,
        starts};
    upstream.settings.verdict = EraVerdict{
        fingerprint(upstream.settings.config, homeFolder()), protocol::kNewestSession, 0};
    ASSERT_TRUE(upstream.start());
    EXPECT_TRUE(loop.until([&] { return upstream.verdicts.size() == 1; }));
    EXPECT_EQ(upstream.verdicts[0].revision, protocol::kNewestStateless);
    EXPECT_EQ(upstream.server().status().revision, "2025-11-25");
    EXPECT_EQ(upstream.text("echo"), "{}");
    upstream.server().restart();
    EXPECT_TRUE(loop.until([&] { return upstream.server().status().revision == "2026-07-28"; }));
}

TEST(Probe, FollowsTheConfiguredProtocol)
{
    Loop loop;
    Probed stateless(loop, {"era=stateless"});
    stateless.upstream.settings.config.protocol = api::ProtocolChoice::Session;
    stateless.upstream.settings.failuresBeforeGivingUp = 1;
    const auto refused = stateless.upstream.start();
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("refused initialize"));

    Probed session(loop, {});
    session.upstream.settings.config.protocol = api::ProtocolChoice::Stateless;
    const auto wrong = session.upstream.start();
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, testing::HasSubstr("does not speak MCP 2026-07-28"));
    EXPECT_EQ(session.upstream.server().status().state, api::ServerState::Failed);
}

TEST(Probe, NamesBothVersionsWhenThereIsNoneInCommon)
{
    Loop loop;
    Probed probed(loop, {"initialize=version"});
    probed.upstream.settings.failuresBeforeGivingUp = 1;
    const auto started = probed.upstream.start();
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message, testing::HasSubstr("1999-01-01"));
    EXPECT_THAT(started.error().message, testing::HasSubstr("2025-11-25"));
}

TEST(StatelessStdio, SendsMetaWithEachRequest)
{
    Loop loop;
    Probed probed(loop, {"era=stateless"});
    const std::string text = probed.upstream.text("echo");
    EXPECT_THAT(text,
                testing::HasSubstr(R"("io.modelcontextprotocol/protocolVersion":"2026-07-28")"));
    EXPECT_THAT(text, testing::HasSubstr(R"("io.modelcontextprotocol/clientCapabilities":{})"));
}

TEST(StatelessStdio, TellsHowLongItsListMayBeKept)
{
    Loop loop;
    Probed probed(loop, {"era=stateless", "ttl=1500"});
    ASSERT_TRUE(probed.upstream.start());
    EXPECT_EQ(probed.upstream.server().toolsLife(), std::chrono::milliseconds(1500));
    Upstream session(loop);
    ASSERT_TRUE(session.start());
    EXPECT_EQ(session.server().toolsLife(), std::nullopt);
}

TEST(StatelessStdio, GivesARequestForInputToItsCaller)
{
    Loop loop;
    Probed probed(loop, {"era=stateless"});
    ASSERT_TRUE(probed.upstream.start());
    const auto reply = probed.upstream.call("input");
    ASSERT_TRUE(reply);
    EXPECT_EQ(
        protocol::classifyResult(protocol::CallKind::Tool, reply->result, protocol::Era::Stateless),
        protocol::ResultKind::InputRequired);
}

TEST(StatelessStdio, DropsRequestsOfTheServer)
{
    Loop loop;
    Probed probed(loop, {"era=stateless"});
    ASSERT_TRUE(probed.upstream.start());
    const auto pending = probed.upstream.begin("ask");
    EXPECT_TRUE(loop.until([&] {
        return probed.upstream.server().diagnostics().find("dropped: roots/list") !=
               std::string::npos;
    }));
    pending->cancel("enough");
}

TEST(StatelessStdio, CancelsByNotification)
{
    Loop loop;
    Probed probed(loop, {"era=stateless"});
    ASSERT_TRUE(probed.upstream.start());
    const auto pending = probed.upstream.begin("hang");
    pending->cancel("enough");
    EXPECT_TRUE(loop.until(
        [&] { return probed.upstream.server().diagnostics().starts_with("cancelled "); }));
}

} // namespace portcullis::upstream::test
