// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelTest {
    private final Kernel kernel = kernel();

    @Test
    void logsWhoCalledWhatOnWhich() throws Exception {
        kernel.identify("AKIAPOLLER", "check-status");
        kernel.handle(CounterService.request("Add", "AKIAPOLLER", "sdk app/other"));
        kernel.handle(CounterService.request("Refuse", "AKIAOTHER", "aws-sdk-java/2 app/origins-create md/x"));
        kernel.handle(CounterService.request("Add", "AKIAOTHER", "aws-sdk-java/2"));

        List<Call> calls = kernel.calls().all();
        assertThat(calls)
                .extracting(call -> call.caller().identity())
                .containsExactly("check-status", "origins-create", "AKIAOTHER");
        assertThat(calls.get(0))
                .isEqualTo(new Call(
                        1,
                        VirtualClock.EPOCH,
                        new Caller("check-status", "us-east-1", true),
                        "counter",
                        "Add",
                        Set.of("counter:Add"),
                        List.of("*"),
                        200,
                        ""));
        assertThat(calls.get(1).errorCode()).isEqualTo("Refused");
        assertThat(calls.get(1).status()).isEqualTo(409);
    }

    @Test
    void aSnapshotOfTheLogStaysWhatItWasAndResetKeepsNumbering() throws Exception {
        kernel.handle(CounterService.request("Add"));
        List<Call> snapshot = kernel.calls().all();

        kernel.calls().reset();
        kernel.handle(CounterService.request("Add"));

        assertThat(snapshot).hasSize(1);
        assertThat(kernel.calls().all()).extracting(Call::number).containsExactly(2L);
    }

    @Test
    void logsACallThatADefectOfTheServiceEnds() {
        assertThatThrownBy(() -> kernel.handle(CounterService.request("Break")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(kernel.calls().count("counter:Break")).isEqualTo(1);
    }

    @Test
    void stampsARequestIdThatMovesNoOtherId() throws Exception {
        Kernel other = kernel();
        TwinResponse answer = kernel.handle(CounterService.request("Add"));

        assertThat(answer.header("x-amzn-requestid")).isPresent();
        assertThat(kernel.ids().uuid()).isEqualTo(other.ids().uuid());
        assertThat(other.handle(CounterService.request("Add")).header("x-amzn-requestid"))
                .isEqualTo(answer.header("x-amzn-requestid"));
        assertThat(other.handle(CounterService.request("Add")).header("x-amzn-requestid"))
                .isNotEqualTo(answer.header("x-amzn-requestid"));
    }

    @Test
    void namesTheServicesItSpeaksToAClientOfAnother() throws Exception {
        TwinRequest toAnother = new TwinRequest(
                "POST",
                "sqs.us-east-1.amazonaws.com",
                "/",
                Map.of(),
                Map.of(
                        "Authorization",
                        List.of("AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/sqs/aws4_request, Signature=0")),
                new byte[0]);

        assertThat(kernel.handle(toAnother).status()).isEqualTo(501);
        assertThat(kernel.handle(toAnother).bodyText()).contains("'sqs'", "counter");
    }

    private static Kernel kernel() {
        Kernel kernel = new Kernel(new VirtualClock(VirtualClock.EPOCH), new Store(null), 1);
        kernel.add(new CounterService());
        return kernel;
    }
}
