<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Keys</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Allows %n more tool(s) of %1: %2.</source>
        <translation>
            <numerusform>Allows %n more tool of %1: %2.</numerusform>
            <numerusform>Allows %n more tools of %1: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Withdraws %n tool(s) of %1: %2.</source>
        <translation>
            <numerusform>Withdraws %n tool of %1: %2.</numerusform>
            <numerusform>Withdraws %n tools of %1: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s) of %1</source>
        <translation>
            <numerusform>%n tool of %1</numerusform>
            <numerusform>%n tools of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tools: some clients handle at most %1.</source>
        <translation>
            <numerusform>%n tool: some clients handle at most %1.</numerusform>
            <numerusform>%n tools: some clients handle at most %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tools: many clients handle at most %1 well.</source>
        <translation>
            <numerusform>%n tool: many clients handle at most %1 well.</numerusform>
            <numerusform>%n tools: many clients handle at most %1 well.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n special rule(s)</source>
        <translation>
            <numerusform>%n special rule</numerusform>
            <numerusform>%n special rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approve %n tool(s) as they are now?</source>
        <translation>
            <numerusform>Approve %n tool as it is now?</numerusform>
            <numerusform>Approve %n tools as they are now?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ActivityPage</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::AllowListModel</name>
    <message numerus="yes">
        <source>%n tool(s)</source>
        <translation>
            <numerusform>%n tool</numerusform>
            <numerusform>%n tools</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::ServersPage</name>
    <message numerus="yes">
        <source>%n call(s) are running on it and end with an error.</source>
        <translation>
            <numerusform>%n call is running on it and ends with an error.</numerusform>
            <numerusform>%n calls are running on it and end with an error.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) allow its tools and lose them.</source>
        <translation>
            <numerusform>%n key allows its tools and loses them.</numerusform>
            <numerusform>%n keys allow its tools and lose them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::TestResultView</name>
    <message numerus="yes">
        <source>%1 speaks %2 and offers %n tool(s).</source>
        <translation>
            <numerusform>%1 speaks %2 and offers %n tool.</numerusform>
            <numerusform>%1 speaks %2 and offers %n tools.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Retention</name>
    <message numerus="yes">
        <source>%Ln could not be looked into: damaged, or without a key.</source>
        <translation>
            <numerusform>%Ln could not be looked into: damaged, or without a key.</numerusform>
            <numerusform>%Ln could not be looked into: damaged, or without a key.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be searched: kept only to be proven, without a text. To erase them, say which by their records, key, server, tool, call or time.</source>
        <translation>
            <numerusform>%Ln could not be searched: kept only to be proven, without a text. To erase them, say which by their records, key, server, tool, call or time.</numerusform>
            <numerusform>%Ln could not be searched: kept only to be proven, without a text. To erase them, say which by their records, key, server, tool, call or time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::EraseDialog</name>
    <message numerus="yes">
        <source>The arguments or results of %Ln record(s) would be erased</source>
        <translation>
            <numerusform>The arguments or results of %Ln record would be erased</numerusform>
            <numerusform>The arguments or results of %Ln records would be erased</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept by the hold %1.</source>
        <translation>
            <numerusform>%Ln kept by the hold %1.</numerusform>
            <numerusform>%Ln kept by the hold %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln record(s) that were found, some are on legal hold: none can be erased</source>
        <translation>
            <numerusform>The %Ln record that was found is on legal hold: it cannot be erased</numerusform>
            <numerusform>Of %Ln records that were found, some are on legal hold: none can be erased</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Erased the arguments or results of %Ln record(s)</source>
        <translation>
            <numerusform>Erased the arguments or results of %Ln record</numerusform>
            <numerusform>Erased the arguments or results of %Ln records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::KeepDialog</name>
    <message numerus="yes">
        <source>The arguments or results of %Ln record(s).</source>
        <translation>
            <numerusform>The arguments or results of %Ln record.</numerusform>
            <numerusform>The arguments or results of %Ln records.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Who called, and why, of %Ln record(s).</source>
        <translation>
            <numerusform>Who called, and why, of %Ln record.</numerusform>
            <numerusform>Who called, and why, of %Ln records.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::PlaceHoldDialog</name>
    <message numerus="yes">
        <source>It keeps the arguments or results of %Ln record(s) as of now.</source>
        <translation>
            <numerusform>It keeps the arguments or results of %Ln record as of now.</numerusform>
            <numerusform>It keeps the arguments or results of %Ln records as of now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>gains %n tool(s): %1</source>
        <translation>
            <numerusform>gains %n tool: %1</numerusform>
            <numerusform>gains %n tools: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>gains everything of %n server(s), now and later: %1</source>
        <translation>
            <numerusform>gains everything of %n server, now and later: %1</numerusform>
            <numerusform>gains everything of %n servers, now and later: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>may do more with %n tool(s): %1</source>
        <translation>
            <numerusform>may do more with %n tool: %1</numerusform>
            <numerusform>may do more with %n tools: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>loses %n tool(s): %1</source>
        <translation>
            <numerusform>loses %n tool: %1</numerusform>
            <numerusform>loses %n tools: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>no longer has everything of %n server(s): %1</source>
        <translation>
            <numerusform>no longer has everything of %n server: %1</numerusform>
            <numerusform>no longer has everything of %n servers: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>may do less with %n tool(s): %1</source>
        <translation>
            <numerusform>may do less with %n tool: %1</numerusform>
            <numerusform>may do less with %n tools: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::WhyDialog</name>
    <message numerus="yes">
        <source>%n rule(s) about something else</source>
        <translation>
            <numerusform>%n rule about something else</numerusform>
            <numerusform>%n rules about something else</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Owners</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) will be turned away from now on: %1.</source>
        <translation>
            <numerusform>%n key will be turned away from now on: %1.</numerusform>
            <numerusform>%n keys will be turned away from now on: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No key uses it, so none is turned away. %n budget(s) of it go, too.</source>
        <translation>
            <numerusform>No key uses it, so none is turned away. %n budget of it goes, too.</numerusform>
            <numerusform>No key uses it, so none is turned away. %n budgets of it go, too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s): %1</source>
        <translation>
            <numerusform>%n key: %1</numerusform>
            <numerusform>%n keys: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n team(s) belong to it: %1. Give them another customer with “Edit”, or remove them, and then remove the customer.</source>
        <translation>
            <numerusform>%n team belongs to it: %1. Give it another customer with “Edit”, or remove it, and then remove the customer.</numerusform>
            <numerusform>%n teams belong to it: %1. Give them another customer with “Edit”, or remove them, and then remove the customer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) belong to it: %1. Give them another team with “Edit key”, or remove them, and then remove the team.</source>
        <translation>
            <numerusform>%n key belongs to it: %1. Give it another team with “Edit key”, or remove it, and then remove the team.</numerusform>
            <numerusform>%n keys belong to it: %1. Give them another team with “Edit key”, or remove them, and then remove the team.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) are bound to it: %1. Release them on the page Keys with “Edit”, or remove them, and then remove the case.</source>
        <translation>
            <numerusform>%n key is bound to it: %1. Release it on the page Keys with “Edit”, or remove it, and then remove the case.</numerusform>
            <numerusform>%n keys are bound to it: %1. Release them on the page Keys with “Edit”, or remove them, and then remove the case.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::OwnerPanel</name>
    <message numerus="yes">
        <source>%n team(s)</source>
        <translation>
            <numerusform>%n team</numerusform>
            <numerusform>%n teams</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WiderRights</name>
    <message numerus="yes">
        <source>%n more key(s) change as well.</source>
        <translation>
            <numerusform>%n more key changes as well.</numerusform>
            <numerusform>%n more keys change as well.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Revisions</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portcullis::ui::RevertDialog</name>
    <message numerus="yes">
        <source>%n key(s) come back, and work again for whoever has the secret: %1.</source>
        <translation>
            <numerusform>%n key comes back, and works again for whoever has the secret: %1.</numerusform>
            <numerusform>%n keys come back, and work again for whoever has the secret: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) go back to an earlier secret: %1.</source>
        <translation>
            <numerusform>%n key goes back to an earlier secret: %1.</numerusform>
            <numerusform>%n keys go back to an earlier secret: %1.</numerusform>
        </translation>
    </message>
</context>
</TS>
