#pragma once

#include "gateway/api/config.h"

#include <random>
#include <string>
#include <vector>

namespace portcullis::api::test {

// Customers, teams, cases, budgets and prices for the servers and keys of a configuration.
class GovernanceGenerator
{
public:
    explicit GovernanceGenerator(std::mt19937& random)
        : m_random(random)
    {}

    void govern(GatewayConfig& config)
    {
        for (std::uint32_t i = below(3); i > 0; --i) {
            const std::string n = std::to_string(i);
            config.customers.push_back({CustomerId("c" + n), text() + n, flip()});
            config.teams.push_back({TeamId("t" + n), CustomerId("c" + n), text(), flip()});
            Case& one = config.cases.emplace_back();
            one.id = CaseId("2026-" + n);
            one.name = text() + n;
            one.opened = time();
            one.closed = flip() ? std::optional(one.opened) : std::nullopt;
            one.allow = flip() ? std::optional(rules(config)) : std::nullopt;
            config.budgets.push_back(budget(BudgetLevel::Case, one.id.str()));
            config.budgets.push_back(budget(BudgetLevel::Team, "t" + n));
        }
        for (KeyConfig& key : config.keys) {
            if (!config.teams.empty() && flip()) {
                key.team = config.teams.front().id;
                key.caseId = config.cases.back().id;
                key.rate = RateLimit{1 + below(9), std::chrono::seconds(1 + below(9)), 1};
                key.concurrency = below(5);
            }
        }
        if (flip()) {
            RoleMap& roles = config.roles.emplace();
            roles.administrators = {{"ada"}, {"wheel"}};
            roles.auditors.groups = {"domain users", "DOM\\audit"};
        }
        for (const ServerConfig& server : config.servers) {
            config.prices.push_back({server.id, flip() ? "*" : "t" + text(), below(1000)});
        }
    }

private:
    std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(m_random() % end); }

    bool flip() { return below(2) == 1; }

    std::string text() { return flip() ? "ä \"b\" /" : "plain"; }

    WallTime time() { return fromMicros(static_cast<std::int64_t>(m_random()) * 1001); }

    std::vector<AllowRule> rules(const GatewayConfig& config)
    {
        std::vector<AllowRule> rules;
        for (const ServerConfig& server : config.servers) {
            if (flip()) {
                rules.push_back({server.id, flip() ? std::string(kEveryTool) : "t" + text()});
            }
        }
        return rules;
    }

    Budget budget(BudgetLevel level, const std::string& owner)
    {
        Budget budget;
        budget.level = level;
        budget.owner = owner;
        budget.unit = static_cast<BudgetUnit>(below(6));
        budget.limit = flip() ? kMaxAmount : 1 + below(1000);
        budget.period = static_cast<BudgetPeriod>(below(level == BudgetLevel::Case ? 8 : 7));
        const bool rolls = budget.period != BudgetPeriod::CaseLife && flip();
        budget.window = rolls ? BudgetWindow::Rolling : BudgetWindow::Calendar;
        budget.timeZone = flip() ? kUtc : "Europe/Berlin";
        budget.warnAtPercent = below(101);
        budget.failedCallsCount = flip();
        budget.id = flip() ? defaultBudgetId(budget) : BudgetId("own." + owner);
        return budget;
    }

    std::mt19937& m_random;
};

} // namespace portcullis::api::test
