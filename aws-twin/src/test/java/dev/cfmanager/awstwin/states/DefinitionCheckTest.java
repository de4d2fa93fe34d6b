// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which definitions are refused, and where (<a href="https://states-language.net/spec.html">specification</a>). */
class DefinitionCheckTest {

    /** Each row: one state besides which there is a reachable Succeed state {@code Z}, and the problem it has. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'Type':'Sleep','Next':'Z'}                                                          | /States/S/Type
            {'Type':'Pass'}                                                                      | exactly one of them: [Next, End] at /States/S
            {'Type':'Pass','Next':'Z','End':true}                                                | exactly one of them: [Next, End] at /States/S
            {'Type':'Pass','Next':'Z','Retry':[]}                                                | Field is not supported at /States/S/Retry
            {'Type':'Pass','Next':'Z','InputPath':'order'}                                       | /States/S/InputPath
            {'Type':'Pass','Next':'Z','ResultPath':'$..a'}                                       | not a Reference Path
            {'Type':'Pass','Next':'Z','Parameters':{'a.$':'b'}}                                  | /States/S/Parameters/a.$
            {'Type':'Pass','Next':'Z','Parameters':{'a':[{'b.$':'States.Sum(1)'}]}}              | there is no function States.Sum
            {'Type':'Task','Next':'Z','Resource':'nothing'}                                      | Value is not a valid resource ARN at /States/S/Resource
            {'Type':'Task','Next':'Z','Resource':'arn:aws:states:::lambda:invoke'}               | FunctionName
            {'Type':'Task','Next':'Z','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Parameters':{'FunctionName':'f'}} | the twin does not run the resource arn:aws:states:::lambda:invoke.waitForTaskToken
            {'Type':'Task','Next':'Z','Resource':'arn:aws:states:::aws-sdk:s3:getObject'}        | the twin does not run the resource arn:aws:states:::aws-sdk:s3:getObject
            {'Type':'Task','Next':'Z','Resource':'arn:aws:states:us-east-1:123456789012:activity:a'} | the twin does not run the resource
            {'Type':'Task','Next':'Z','Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f','Body':1}} | The field "Body" is not supported
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','TimeoutSeconds':0} | /States/S/TimeoutSeconds
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','TimeoutSeconds':9,'HeartbeatSeconds':9} | HeartbeatSeconds must be smaller
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Credentials':{}} | the twin does not run tasks with Credentials
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Retry':[{'ErrorEquals':[]}]} | /States/S/Retry/0/ErrorEquals
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Retry':[{'ErrorEquals':['States.ALL','A']}]} | States.ALL must appear alone
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['A']}]} | States.ALL must appear alone
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Retry':[{'ErrorEquals':['A'],'BackoffRate':0.5}]} | /States/S/Retry/0/BackoffRate
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Retry':[{'ErrorEquals':['A'],'JitterStrategy':'SOME'}]} | /States/S/Retry/0/JitterStrategy
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Catch':[{'ErrorEquals':['A']}]} | "Next" is required
            {'Type':'Task','Next':'Z','Resource':'arn:aws:lambda:us-east-1:123456789012:function:f','Catch':[{'ErrorEquals':['A'],'Next':'Q'}]} | Missing 'Next' target: Q
            {'Type':'Wait','Next':'Z'}                                                           | Exactly one of [Seconds, SecondsPath, Timestamp, TimestampPath]
            {'Type':'Wait','Next':'Z','Seconds':1,'Timestamp':'2026-01-01T00:00:00Z'}            | Exactly one of
            {'Type':'Wait','Next':'Z','Seconds':-1}                                              | /States/S/Seconds
            {'Type':'Wait','Next':'Z','Timestamp':'tomorrow'}                                    | RFC 3339
            {'Type':'Choice','Choices':[]}                                                       | /States/S/Choices
            {'Type':'Choice','Choices':[{'Variable':'$.a','StringEquals':'b'}],'Default':'Z'}    | "Next" is required
            {'Type':'Choice','Choices':[{'Variable':'$.a','StringEquals':1,'Next':'Z'}]}         | Expected value of type String at /States/S/Choices/0/StringEquals
            {'Type':'Choice','Choices':[{'Variable':'$.a','Equals':1,'Next':'Z'}]}               | Field is not supported at /States/S/Choices/0/Equals
            {'Type':'Choice','Choices':[{'StringEquals':'b','Next':'Z'}]}                        | "Variable" is required
            {'Type':'Choice','Choices':[{'Not':{'Variable':'$.a','IsNull':true,'Next':'Z'},'Next':'Z'}]} | /States/S/Choices/0/Not/Next
            {'Type':'Choice','Choices':[{'Variable':'$.a','IsNull':true,'Next':'Z'}],'Default':'Q'} | Missing 'Default' target: Q
            {'Type':'Parallel','Next':'Z'}                                                       | /States/S/Branches
            {'Type':'Parallel','Next':'Z','Branches':[{'StartAt':'B','States':{'B':{'Type':'Pass','Next':'Z'}}}]} | Missing 'Next' target: Z at /States/S/Branches/0/States/B/Next
            {'Type':'Map','Next':'Z'}                                                            | Exactly one of [ItemProcessor, Iterator]
            {'Type':'Map','Next':'Z','ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}}} | the twin does not run distributed Map states
            {'Type':'Map','Next':'Z','ItemReader':{},'Iterator':{'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}}} | distributed Map states (ItemReader)
            {'Type':'Map','Next':'Z','Iterator':{'StartAt':'S','States':{'S':{'Type':'Pass','End':true}}}} | DUPLICATE_STATE_NAME
            """)
    void refusesAStateAndSaysWhere(String state, String problem) {
        String end = state.contains("'Z'") ? ",'Z':{'Type':'Succeed'}" : "";

        assertThat(problems("{'StartAt':'S','States':{'S':" + state + end + "}}"))
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            []                                                                       | must be an object
            {'StartAt':'A'}                                                          | /States
            {'States':{'A':{'Type':'Succeed'}}}                                      | /StartAt
            {'StartAt':'B','States':{'A':{'Type':'Succeed'}}}                        | Missing 'StartAt' target: B
            {'StartAt':'A','States':{'A':{'Type':'Succeed'},'B':{'Type':'Succeed'}}} | State "B" is not reachable. at /States/B
            {'StartAt':'A','Version':'2.0','States':{'A':{'Type':'Succeed'}}}        | /Version
            {'StartAt':'A','TimeoutSeconds':1.5,'States':{'A':{'Type':'Succeed'}}}   | /TimeoutSeconds
            {'StartAt':'A','Processor':1,'States':{'A':{'Type':'Succeed'}}}          | Field is not supported at /Processor
            {'StartAt':'A','QueryLanguage':'SQL','States':{'A':{'Type':'Succeed'}}}  | /QueryLanguage
            """)
    void refusesAMachineAndSaysWhere(String definition, String problem) {
        assertThat(problems(definition)).contains(problem);
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThat(problems("{'StartAt':'A','States':{'A':{'Type':'Wait','Seconds':-1,'Next':'B'}}}"))
                .contains("/States/A/Seconds")
                .contains("Missing 'Next' target: B");
    }

    @Test
    void acceptsAWholeMachine() {
        assertThat(problems("""
                        {'Comment':'all of it','StartAt':'Check','TimeoutSeconds':7200,'Version':'1.0','States':{
                         'Check':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','TimeoutSeconds':60,
                          'Parameters':{'FunctionName':'arn:aws:lambda:us-east-1:123456789012:function:check','Payload.$':'$'},
                          'ResultSelector':{'status.$':'$.Payload.status'},'ResultPath':'$.check',
                          'Retry':[{'ErrorEquals':['Lambda.ServiceException','States.Timeout'],'IntervalSeconds':2,'MaxAttempts':6,
                           'BackoffRate':2,'MaxDelaySeconds':60,'JitterStrategy':'FULL'}],
                          'Catch':[{'ErrorEquals':['States.ALL'],'ResultPath':'$.error','Next':'Quiet'}],'Next':'Done?'},
                         'Done?':{'Type':'Choice','Choices':[{'And':[{'Variable':'$.check.status','StringEquals':'InProgress'},
                          {'Not':{'Variable':'$.stop','IsPresent':true}}],'Next':'Later'}],'Default':'Fan out'},
                         'Later':{'Type':'Wait','SecondsPath':'$.seconds','Next':'Check'},
                         'Fan out':{'Type':'Map','ItemsPath':'$.items','MaxConcurrency':5,'ItemProcessor':{'StartAt':'One',
                          'States':{'One':{'Type':'Pass','End':true}}},'Next':'Both'},
                         'Both':{'Type':'Parallel','Branches':[{'StartAt':'Left','States':{'Left':{'Type':'Succeed'}}}],'Next':'Quiet'},
                         'Quiet':{'Type':'Succeed'}}}""")).isEmpty();
    }

    private static String problems(String definition) {
        return DefinitionCheck.of(definition.replace('\'', '"')).toString();
    }
}
